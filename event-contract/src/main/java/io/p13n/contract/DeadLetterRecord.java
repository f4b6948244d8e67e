package io.p13n.contract;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * A record that could not be processed, as it lies in {@link Topics#deadLetters}: the record's bytes and headers as they
 * came, with the reason, under its origin as the key.
 *
 * <p>Law: one letter an origin, so a batch that is tried again replaces its letters, and a record without a value takes
 * a letter away. A letter that is driven again carries its origin back into {@link Topics#events}; if it fails again it
 * comes back under the same origin, and only while its letter is open does it count.
 *
 * @param origin {@code topic id/partition/offset} of the record that failed first
 * @param reason why, for a person; without the data of a customer
 * @param letter the record of the letter
 */
public record DeadLetterRecord(String origin, String reason, ConsumerRecord<byte[], byte[]> letter) {

    private static final String ORIGIN = "p13n.origin";
    private static final String REASON = "p13n.reason";
    private static final String KEY = "p13n.key";

    /** The origin of a record that was read for the first time. */
    public static String origin(UUID topicId, ConsumerRecord<?, ?> failed) {
        return topicId + "/" + failed.partition() + "/" + failed.offset();
    }

    /** The origin that a record carries which is driven again; absent if it comes for the first time. */
    public static @Nullable String originIn(Headers headers) {
        return text(headers, ORIGIN);
    }

    /** The letter about a failed record. */
    public static ProducerRecord<byte[], byte[]> about(
            ConsumerRecord<byte[], byte[]> failed, String topic, String origin, String reason) {
        byte[] value = failed.value() == null ? new byte[0] : failed.value(); // without a value it would be none
        var letter = new ProducerRecord<>(topic, null, origin.getBytes(UTF_8), value, failed.headers());
        letter.headers().remove(REASON).remove(KEY).add(REASON, reason.getBytes(UTF_8));
        if (failed.key() != null) {
            letter.headers().add(KEY, failed.key());
        }
        return letter;
    }

    /** What takes a letter away. */
    public static ProducerRecord<byte[], byte[]> without(String topic, String origin) {
        return new ProducerRecord<>(topic, origin.getBytes(UTF_8), null);
    }

    /** Reads a letter. */
    public static DeadLetterRecord read(ConsumerRecord<byte[], byte[]> letter) {
        String reason = text(letter.headers(), REASON);
        return new DeadLetterRecord(new String(letter.key(), UTF_8), reason == null ? "" : reason, letter);
    }

    /** The record to be processed again: as it was, but that nobody waits for its reply any more. */
    public ProducerRecord<byte[], byte[]> again(ServiceId service) {
        Header key = letter.headers().lastHeader(KEY);
        var again =
                new ProducerRecord<>(Topics.events(service), null, key == null ? null : key.value(), letter.value());
        Set<String> left = Set.of(REASON, KEY, ORIGIN);
        letter.headers().forEach(header -> {
            if (!left.contains(header.key()) && !EventHeaders.isOfReply(header.key())) {
                again.headers().add(header);
            }
        });
        again.headers().add(ORIGIN, origin.getBytes(UTF_8));
        return again;
    }

    private static @Nullable String text(Headers headers, String name) {
        Header header = headers.lastHeader(name);
        return header == null || header.value() == null ? null : new String(header.value(), UTF_8);
    }
}
