package io.p13n.reactor.reaction;

import io.p13n.contract.DeadLetterRecord;
import io.p13n.contract.EventHeaders;
import io.p13n.contract.EventHeaders.CallerKind;
import io.p13n.contract.MalformedHeaders;
import io.p13n.offer.event.AcceptedEvent;
import io.p13n.offer.event.Caller;
import io.p13n.offer.event.Event;
import io.p13n.offer.event.EventReader;
import io.p13n.offer.event.UnacceptableEvent;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** A record of a service's topic, read. */
public sealed interface Arrival {

    /** The record as it came from Kafka. */
    ConsumerRecord<byte[], byte[]> origin();

    /** The origin of the dead letter that is driven again with this record; absent if it is none. */
    @Nullable
    String letter();

    /** The record carries an event. */
    record Intact(
            ConsumerRecord<byte[], byte[]> origin, @Nullable String letter, EventHeaders headers, AcceptedEvent event)
            implements Arrival {}

    /** No ingest replica wrote this; it will never be an event. */
    record Broken(
            ConsumerRecord<byte[], byte[]> origin, @Nullable String letter, String reason) implements Arrival {}

    /** Reads a record; whatever it holds. */
    static Arrival read(ConsumerRecord<byte[], byte[]> origin) {
        String letter = DeadLetterRecord.originIn(origin.headers());
        EventHeaders headers;
        try {
            headers = EventHeaders.read(origin.headers());
        } catch (MalformedHeaders malformed) {
            return new Broken(origin, letter, String.valueOf(malformed.getMessage()));
        }
        if (origin.value() == null) {
            return new Broken(origin, letter, "the record has no value");
        }
        var reading = EventReader.read(origin.value());
        if (reading instanceof Event event) {
            return new Intact(origin, letter, headers, accepted(headers, event));
        }
        return new Broken(origin, letter, ((UnacceptableEvent) reading).reason());
    }

    private static AcceptedEvent accepted(EventHeaders headers, Event event) {
        return new AcceptedEvent(
                headers.recordId(),
                headers.acceptedAt(),
                headers.table(),
                headers.caller() == CallerKind.PUBLIC ? Caller.PUBLIC : Caller.PRIVATE,
                event);
    }
}
