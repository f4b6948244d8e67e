package io.p13n.ingest.acceptance;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.p13n.contract.EventHeaders.CallerKind;
import io.p13n.contract.RecordId;
import io.p13n.contract.ReplyTo;
import io.p13n.ingest.access.EventRoute;
import io.p13n.ingest.access.Grant;
import io.p13n.ingest.failure.Refusal;
import io.p13n.ingest.publish.EventPublisher;
import io.p13n.offer.event.Caller;
import io.p13n.offer.event.Event;
import io.p13n.offer.event.EventReader;
import io.p13n.offer.event.EventReading;
import io.p13n.offer.event.UnacceptableEvent;
import io.p13n.offer.profile.DroppedId;
import io.p13n.offer.profile.Id;
import io.p13n.offer.profile.Identified;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Accepts events into the log. */
@Component
public class Acceptance {

    private final EventPublisher log;
    private final Clock clock;
    private final Counter ahead;
    private final Map<DroppedId.Reason, Counter> dropped = new EnumMap<>(DroppedId.Reason.class);
    private final Timer published;
    private final Timer unpublished;

    Acceptance(EventPublisher log, Clock clock, MeterRegistry registry) {
        this.log = log;
        this.clock = clock;
        this.ahead = Counter.builder("p13n.ingest.events.ahead")
                .description("Events whose own time is later than their acceptance, as of which they are applied")
                .register(registry);
        for (DroppedId.Reason reason : DroppedId.Reason.values()) {
            dropped.put(
                    reason,
                    Counter.builder("p13n.ingest.ids.dropped")
                            .description(
                                    "Values under identity keys that name nobody; their events are taken all the same")
                            .tag("reason", reason.name().toLowerCase(Locale.ROOT))
                            .register(registry));
        }
        this.published = publish("acknowledged", registry);
        this.unpublished = publish("failed", registry);
    }

    private static Timer publish(String outcome, MeterRegistry registry) {
        return Timer.builder("p13n.ingest.publish")
                .description("Time until the log has acknowledged an event, or it is known that it doesn't")
                .tag("outcome", outcome)
                .register(registry);
    }

    /**
     * Reads an event and stamps it with the moment. Nothing reaches the log yet.
     *
     * @throws io.p13n.ingest.failure.Refused if it is not acceptable
     */
    public Submission accept(Grant grant, byte[] body) {
        EventReading reading = EventReader.read(body);
        if (reading instanceof UnacceptableEvent unacceptable) {
            throw Refusal.EVENT.because(unacceptable.reason());
        }
        Event event = (Event) reading;
        requireTable(grant.route(), grant.table());
        Instant acceptedAt = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        if (event.time() != null && event.time() > acceptedAt.getEpochSecond()) {
            ahead.increment();
        }
        return new Submission(grant, RecordId.next(), acceptedAt, event.uuid(), ids(grant, event), body);
    }

    /**
     * Puts an event into the log.
     *
     * @param replyTo who waits for a decision, if anybody does
     * @return as {@link EventPublisher#publish}
     */
    public Mono<Void> publish(Submission submission, Origin origin, @Nullable ReplyTo replyTo) {
        long begin = System.nanoTime();
        return log.publish(
                        submission.grant().route().service(),
                        submission.key(),
                        submission.headers(origin, replyTo),
                        submission.body())
                .doOnSuccess(done -> published.record(System.nanoTime() - begin, TimeUnit.NANOSECONDS))
                .doOnError(failure -> unpublished.record(System.nanoTime() - begin, TimeUnit.NANOSECONDS));
    }

    private List<Id> ids(Grant grant, Event event) {
        var identity = grant.route().identity();
        Identified identified = identity.identify(event);
        identified
                .dropped()
                .forEach(each ->
                        Objects.requireNonNull(dropped.get(each.reason())).increment());
        Caller caller = grant.caller() == CallerKind.PUBLIC ? Caller.PUBLIC : Caller.PRIVATE;
        return identity.counting(caller, identified.ids());
    }

    private static void requireTable(EventRoute route, String table) {
        if (!route.tables().contains(table)) {
            throw Refusal.EVENT.because(table + " is not an event table of service " + route.service()
                    + "; its tables: " + String.join(", ", route.tables()));
        }
    }
}
