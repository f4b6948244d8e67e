package io.p13n.contract;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;

/**
 * That somebody was erased, as it travels on the topic {@link Topics#ERASURES}: one record an id.
 *
 * <p>Law: an event of that service that carries the id and was accepted before the moment is neither applied nor stored,
 * however late it is read.
 *
 * @param service whose customer it was
 * @param digest of the id, see {@link IdDigests}; the record's key
 * @param before the moment
 * @param secret the fingerprint of the secret under which the digest was made
 */
public record PublishedErasure(ServiceId service, String digest, Instant before, String secret) {

    private static final String SERVICE = "service";
    private static final String SECRET = "secret";

    /** The record that tells it. */
    public ProducerRecord<byte[], byte[]> toRecord() {
        var produced = new ProducerRecord<>(
                Topics.ERASURES,
                digest.getBytes(UTF_8),
                ByteBuffer.allocate(Long.BYTES).putLong(before.toEpochMilli()).array());
        produced.headers().add(SERVICE, service.toString().getBytes(UTF_8)).add(SECRET, secret.getBytes(UTF_8));
        return produced;
    }

    /**
     * Reads a record of the topic.
     *
     * @throws MalformedHeaders if it tells no service, secret or moment
     * @throws IllegalArgumentException if its service is none
     */
    static PublishedErasure read(ConsumerRecord<byte[], byte[]> consumed) {
        if (consumed.value().length != Long.BYTES) {
            throw new MalformedHeaders("the moment");
        }
        return new PublishedErasure(
                ServiceId.parse(text(consumed, SERVICE)),
                new String(consumed.key(), UTF_8),
                Instant.ofEpochMilli(ByteBuffer.wrap(consumed.value()).getLong()),
                text(consumed, SECRET));
    }

    private static String text(ConsumerRecord<byte[], byte[]> consumed, String name) {
        Header header = consumed.headers().lastHeader(name);
        if (header == null) {
            throw new MalformedHeaders(name);
        }
        return new String(header.value(), UTF_8);
    }
}
