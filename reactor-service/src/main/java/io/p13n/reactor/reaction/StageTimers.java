package io.p13n.reactor.reaction;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Where the time of a decision goes, from the event's acceptance to the reply; once a batch, whose events share it. What
 * is tried again counts again.
 */
@Component
class StageTimers {

    /** In the order of the path. */
    enum Stage {
        /** From the acceptance of the batch's oldest event, by the clock of ingest-api, until the batch is taken up. */
        QUEUE,
        LOAD,
        ENGINE,
        COMMIT,
        /** Until the replies are handed to their connections. */
        REPLY
    }

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

    StageTimers(MeterRegistry registry) {
        for (Stage stage : Stage.values()) {
            timers.put(
                    stage,
                    Timer.builder("p13n.reactor.stage")
                            .description("Time that batches spend in each stage")
                            .tag("stage", stage.name().toLowerCase(Locale.ROOT))
                            .serviceLevelObjectives(BOUNDS)
                            .register(registry));
        }
    }

    /** The batch is taken up; one without a readable event has waited for nothing that is known. */
    void takenUp(List<Arrival> batch, Instant now) {
        batch.stream()
                .filter(Arrival.Intact.class::isInstance)
                .map(arrival -> ((Arrival.Intact) arrival).event().acceptedAt())
                .min(Instant::compareTo)
                .map(oldest -> Duration.between(oldest, now))
                .filter(waited -> !waited.isNegative()) // the clocks differ
                .ifPresent(waited -> record(Stage.QUEUE, waited.toNanos()));
    }

    <T> T time(Stage stage, Supplier<T> work) {
        long begin = System.nanoTime();
        T made = work.get();
        record(stage, System.nanoTime() - begin);
        return made;
    }

    void time(Stage stage, Runnable work) {
        long begin = System.nanoTime();
        work.run();
        record(stage, System.nanoTime() - begin);
    }

    /** Of work that fails nothing is told. */
    <T> Mono<T> time(Stage stage, Mono<T> work) {
        return Mono.defer(() -> {
            long begin = System.nanoTime();
            return work.doOnSuccess(done -> record(stage, System.nanoTime() - begin));
        });
    }

    private void record(Stage stage, long nanos) {
        Objects.requireNonNull(timers.get(stage)).record(nanos, TimeUnit.NANOSECONDS);
    }
}
