package io.p13n.ingest.reply;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.p13n.contract.ReplyFrame;
import io.p13n.contract.ReplyTo;
import java.nio.ByteBuffer;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * Who waits for a reply. Here reply and deadline race, and this class alone decides: whichever comes first ends the
 * waiting, and a reply after that is counted as late.
 *
 * <p>Law: waited = replied + missed + abandoned (by callers that hung up or did not wish to wait, and where the log
 * refused).
 */
@Component
public class PendingReplies {

    private final Map<UUID, Sinks.One<byte[]>> waiting = new ConcurrentHashMap<>();
    private final SecureRandom random = seeded();
    private final ReplyProperties properties;
    private final Clock clock;
    private final Counter replied;
    private final Counter missed;
    private final Counter late;

    PendingReplies(ReplyProperties properties, Clock clock, MeterRegistry registry) {
        this.properties = properties;
        this.clock = clock;
        this.replied = replies(registry, "in_time");
        this.missed = replies(registry, "missed");
        this.late = replies(registry, "late");
        Gauge.builder("p13n.ingest.waiting", waiting, Map::size)
                .description("Requests that wait for a decision")
                .register(registry);
    }

    /**
     * A request that waits, from its making until its {@link #reply()} ends or {@link #close()}.
     */
    public final class Waiting implements AutoCloseable {

        private final ReplyTo replyTo;
        private final Sinks.One<byte[]> sink = Sinks.one();

        private Waiting(ReplyTo replyTo) {
            this.replyTo = replyTo;
        }

        /** What a reactor must know to reply. */
        public ReplyTo replyTo() {
            return replyTo;
        }

        /** The body of the response; empty when the deadline has passed. A reply that is there already always counts. */
        public Mono<byte[]> reply() {
            Duration left = Duration.between(clock.instant(), replyTo.deadline());
            Mono<byte[]> deadline =
                    Mono.delay(left.isNegative() ? Duration.ZERO : left).then(Mono.fromRunnable(missed::increment));
            return Mono.firstWithSignal(sink.asMono(), deadline);
        }

        /** Waits no longer. */
        @Override
        public void close() {
            waiting.remove(replyTo.correlationId());
        }
    }

    /** Begins to wait. */
    public Waiting open(Instant deadline) {
        var opened = new Waiting(new ReplyTo(properties.address(), correlationId(), deadline));
        waiting.put(opened.replyTo.correlationId(), opened.sink);
        return opened;
    }

    /** Takes in what a reactor says. */
    void take(ReplyFrame frame) {
        Sinks.One<byte[]> request = waiting.remove(frame.correlationId());
        if (request == null) {
            late.increment();
        } else {
            replied.increment();
            request.tryEmitValue(frame.body());
        }
    }

    /** The JDK's default reads a device now and then, on event loops too; this one reads it once, here. */
    private static SecureRandom seeded() {
        try {
            var random = SecureRandom.getInstance("DRBG");
            random.nextLong();
            return random;
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("each JDK since 9 has DRBG", impossible);
        }
    }

    private UUID correlationId() {
        var bytes = new byte[2 * Long.BYTES];
        random.nextBytes(bytes); // at once: each call is a computation of its own
        var halves = ByteBuffer.wrap(bytes);
        return new UUID(halves.getLong(), halves.getLong());
    }

    private static Counter replies(MeterRegistry registry, String outcome) {
        return Counter.builder("p13n.ingest.replies")
                .description("Replies of reactors: in time, late, or missed at the deadline")
                .tag("outcome", outcome)
                .register(registry);
    }
}
