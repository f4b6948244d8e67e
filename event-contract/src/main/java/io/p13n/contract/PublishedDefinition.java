package io.p13n.contract;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * One version of a definition, as it travels on the topic {@link Topics#DEFINITIONS}.
 *
 * <p>Law: a higher version replaces a lower one; a lower one never replaces a higher one.
 *
 * @param key what it defines
 * @param version counts up from 1 for each key
 * @param deleted whether this version ends the service; the document then tells what it was last, for what is left in its
 *     log is still somebody's
 * @param document the document's text, YAML or JSON, as it was applied
 * @param revoked of an account: the digests, SHA-256 in hexadecimal digits, that once were in its document and must never
 *     be in one again; so that a restored database learns of them
 */
public record PublishedDefinition(
        DefinitionKey key, long version, boolean deleted, String document, Set<String> revoked) {

    private static final String VERSION = "version";
    private static final String DELETED = "deleted";
    private static final String REVOKED = "revoked";

    public PublishedDefinition {
        revoked = Set.copyOf(revoked);
    }

    public PublishedDefinition(DefinitionKey key, long version, boolean deleted, String document) {
        this(key, version, deleted, document, Set.of());
    }

    /** The same, that tells of these revoked digests. */
    public PublishedDefinition revoking(Set<String> digests) {
        return new PublishedDefinition(key, version, deleted, document, digests);
    }

    /** The record that carries this version. */
    public ProducerRecord<byte[], byte[]> toRecord() {
        var produced =
                new ProducerRecord<>(Topics.DEFINITIONS, key.toString().getBytes(UTF_8), document.getBytes(UTF_8));
        produced.headers()
                .add(VERSION, ByteBuffer.allocate(Long.BYTES).putLong(version).array());
        if (deleted) {
            produced.headers().add(DELETED, new byte[0]);
        }
        if (!revoked.isEmpty()) {
            produced.headers()
                    .add(REVOKED, String.join(",", new TreeSet<>(revoked)).getBytes(UTF_8));
        }
        return produced;
    }

    /**
     * Reads a record of the topic.
     *
     * @throws MalformedHeaders if it carries no version
     * @throws IllegalArgumentException if its key is no {@link DefinitionKey}
     */
    static PublishedDefinition read(ConsumerRecord<byte[], byte[]> consumed) {
        Header version = consumed.headers().lastHeader(VERSION);
        if (version == null || version.value().length != Long.BYTES) {
            throw new MalformedHeaders(VERSION);
        }
        return new PublishedDefinition(
                DefinitionKey.parse(new String(consumed.key(), UTF_8)),
                ByteBuffer.wrap(version.value()).getLong(),
                consumed.headers().lastHeader(DELETED) != null,
                new String(consumed.value(), UTF_8),
                revoked(consumed.headers().lastHeader(REVOKED)));
    }

    private static Set<String> revoked(@Nullable Header header) {
        return header == null ? Set.of() : Set.of(new String(header.value(), UTF_8).split(",", -1));
    }
}
