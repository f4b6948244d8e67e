package io.p13n.contract;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;

/**
 * One version of a definition, as it travels on the topic {@link Topics#DEFINITIONS}.
 *
 * <p>Law: a higher version replaces a lower one; a lower one never replaces a higher one.
 *
 * @param key what it defines
 * @param version counts up from 1 for each key
 * @param deleted whether this version ends the service; the document is then empty
 * @param document the document's text, YAML or JSON, as it was applied
 */
public record PublishedDefinition(DefinitionKey key, long version, boolean deleted, String document) {

    private static final String VERSION = "version";
    private static final String DELETED = "deleted";

    /** The record that carries this version. */
    public ProducerRecord<byte[], byte[]> toRecord() {
        var produced =
                new ProducerRecord<>(Topics.DEFINITIONS, key.toString().getBytes(UTF_8), document.getBytes(UTF_8));
        produced.headers()
                .add(VERSION, ByteBuffer.allocate(Long.BYTES).putLong(version).array());
        if (deleted) {
            produced.headers().add(DELETED, new byte[0]);
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
                new String(consumed.value(), UTF_8));
    }
}
