package io.p13n.admin.deadletter;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.p13n.admin.deadletter.LetterTopics.Place;
import io.p13n.contract.DeadLetterRecord;
import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * A letter among the others, without the data of a customer.
 *
 * @param origin topic id/partition/offset of the record that failed first; names the letter
 * @param at when it failed last
 * @param bytes of its body
 */
public record LetterListing(
        String origin,
        String reason,
        Instant at,
        int bytes,
        @JsonIgnore Place place) {

    static LetterListing of(DeadLetterRecord dead) {
        ConsumerRecord<byte[], byte[]> letter = dead.letter();
        return new LetterListing(
                dead.origin(),
                dead.reason(),
                Instant.ofEpochMilli(letter.timestamp()),
                letter.value().length,
                Place.of(letter));
    }

    /** Rises; topics of dead letters have one partition. */
    long number() {
        return place.offset();
    }
}
