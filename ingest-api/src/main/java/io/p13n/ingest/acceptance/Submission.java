package io.p13n.ingest.acceptance;

import io.p13n.contract.EventHeaders;
import io.p13n.contract.RecordKey;
import io.p13n.contract.ReplyTo;
import io.p13n.contract.ServiceId;
import io.p13n.ingest.access.Grant;
import io.p13n.ingest.failure.Refusal;
import io.p13n.offer.profile.Id;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An event that is acceptable.
 *
 * @param grant by which it came
 * @param recordId made here
 * @param acceptedAt the moment of acceptance, to the millisecond
 * @param uuid its id from its sender, if it sent one
 * @param ids whom it names, most trusted first: those that count for this caller
 * @param body the event as it was sent
 */
public record Submission(
        Grant grant,
        UUID recordId,
        Instant acceptedAt,
        @Nullable UUID uuid,
        List<Id> ids,
        byte[] body) {

    /** The event's id as callers know it: their own, or the one made here. */
    public UUID id() {
        return uuid == null ? recordId : uuid;
    }

    /**
     * This event, if it names somebody.
     *
     * @throws io.p13n.ingest.failure.Refused if no usable identifier counts
     */
    public Submission named() {
        if (ids.isEmpty()) {
            throw Refusal.EVENT.because("the event has no usable identifier; send one of "
                    + String.join(", ", grant.route().identityKeys()));
        }
        return this;
    }

    String key() {
        ServiceId service = grant.route().service();
        return ids.isEmpty()
                ? RecordKey.of(service, recordId)
                : RecordKey.of(service, ids.get(0).key(), ids.get(0).value());
    }

    EventHeaders headers(Origin origin, @Nullable ReplyTo replyTo) {
        return new EventHeaders(
                recordId,
                acceptedAt,
                uuid,
                grant.table(),
                grant.key(),
                grant.token(),
                grant.caller(),
                grant.route().version(),
                origin.requestId(),
                replyTo,
                origin.traceparent());
    }
}
