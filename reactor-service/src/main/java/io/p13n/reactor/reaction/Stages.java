package io.p13n.reactor.reaction;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.propagation.Propagator;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * Where the time of a decision goes, from the event's acceptance to the reply: a timer for each stage, which counts once a
 * batch, and a span in the trace of each event whose request is traced. What is tried again is told again.
 */
@Component
class Stages {

    private static final String TRACEPARENT = "traceparent";

    private static final Duration[] BOUNDS = {
        Duration.ofMillis(1),
        Duration.ofMillis(2),
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(25),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofSeconds(5)
    };

    private final Map<Stage, Timer> timers = new EnumMap<>(Stage.class);
    private final Propagator propagator;

    @Autowired
    Stages(MeterRegistry registry, ObjectProvider<Propagator> propagator) {
        this(registry, propagator.getIfAvailable(() -> Propagator.NOOP));
    }

    Stages(MeterRegistry registry, Propagator propagator) {
        for (Stage stage : Stage.values()) {
            timers.put(
                    stage,
                    Timer.builder("p13n.reactor.stage")
                            .description("Time that batches spend in each stage")
                            .tag("stage", stage.label())
                            .serviceLevelObjectives(BOUNDS)
                            .register(registry));
        }
        this.propagator = propagator;
    }

    /** The way of a batch through the stages. */
    Passage of(List<Arrival> batch) {
        return new Passage(batch);
    }

    final class Passage {

        private final List<Arrival> batch;
        private final List<Arrival.Intact> traced;

        private Passage(List<Arrival> batch) {
            this.batch = batch;
            this.traced = intact(batch).stream()
                    .filter(arrival -> arrival.headers().traceparent() != null)
                    .toList();
        }

        /** The batch is taken up: its oldest event has waited longest. One without a readable event has waited for nothing that is known. */
        void takenUp(Instant now) {
            intact(batch).stream()
                    .map(arrival -> arrival.event().acceptedAt())
                    .min(Instant::compareTo)
                    .map(oldest -> Duration.between(oldest, now))
                    .filter(waited -> !waited.isNegative()) // the clocks differ
                    .ifPresent(waited -> timer(Stage.QUEUE).record(waited));
            traced.forEach(arrival -> tell(arrival, Stage.QUEUE, arrival.event().acceptedAt(), now));
        }

        /** Of work that fails nothing is told. */
        <T> T time(Stage stage, Supplier<T> work) {
            long begin = System.nanoTime();
            T made = work.get();
            record(stage, begin);
            return made;
        }

        void time(Stage stage, Runnable work) {
            long begin = System.nanoTime();
            work.run();
            record(stage, begin);
        }

        private void record(Stage stage, long begin) {
            long nanos = System.nanoTime() - begin;
            timer(stage).record(nanos, TimeUnit.NANOSECONDS);
            if (!traced.isEmpty()) {
                Instant end = Instant.now();
                traced.forEach(arrival -> tell(arrival, stage, end.minusNanos(nanos), end));
            }
        }

        private void tell(Arrival.Intact arrival, Stage stage, Instant begin, Instant end) {
            Span span = propagator
                    .extract(
                            arrival.headers(),
                            (headers, name) -> name.equals(TRACEPARENT) ? headers.traceparent() : null)
                    .name(stage.label())
                    .kind(Span.Kind.CONSUMER)
                    .tag("batch", batch.size())
                    .startTimestamp(micros(begin), TimeUnit.MICROSECONDS)
                    .start();
            span.end(micros(end), TimeUnit.MICROSECONDS);
        }
    }

    private Timer timer(Stage stage) {
        return Objects.requireNonNull(timers.get(stage));
    }

    private static List<Arrival.Intact> intact(List<Arrival> batch) {
        return batch.stream()
                .filter(Arrival.Intact.class::isInstance)
                .map(Arrival.Intact.class::cast)
                .toList();
    }

    private static long micros(Instant moment) {
        return TimeUnit.SECONDS.toMicros(moment.getEpochSecond()) + TimeUnit.NANOSECONDS.toMicros(moment.getNano());
    }
}
