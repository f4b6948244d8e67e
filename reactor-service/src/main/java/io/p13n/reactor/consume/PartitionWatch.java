package io.p13n.reactor.consume;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/**
 * Which partitions of this replica are not read for now, for whoever watches: as metrics, in the log, and in the health
 * of the replica. Health is down while a partition needs an operator; readiness is not, for the others go on.
 */
@Component("partitionsHealthIndicator")
class PartitionWatch implements HealthIndicator {

    /** A partition that waits for so long is told of in the log, and again after as long. */
    static final Duration LONG = Duration.ofMinutes(1);

    private static final Logger log = LoggerFactory.getLogger(PartitionWatch.class);

    private final Map<Place, Waiting> waiting = new ConcurrentHashMap<>();
    private final Map<Place, Long> told = new ConcurrentHashMap<>();
    private final Set<ConsumerGroup> begun = ConcurrentHashMap.newKeySet();
    private final MeterRegistry registry;
    private final LongSupplier nanos;

    private record Place(ConsumerGroup group, int partition) {

        @Override
        public String toString() {
            return group.name() + ": partition " + partition + " of " + group.topic();
        }
    }

    @Autowired
    PartitionWatch(MeterRegistry registry) {
        this(registry, System::nanoTime);
    }

    /** Tells the time as told, in nanoseconds of {@link System#nanoTime}. */
    PartitionWatch(MeterRegistry registry, LongSupplier nanos) {
        this.registry = registry;
        this.nanos = nanos;
    }

    /** Makes the group's metrics, so that they are there before anything happens. */
    void begin(ConsumerGroup group) {
        if (!begun.add(group)) {
            return;
        }
        Gauge.builder(
                        "p13n.reactor.partitions.stopped",
                        this,
                        watch -> watch.of(group).filter(Waiting::stopped).count())
                .description("Partitions that are not read until an operator mends them")
                .tag("group", group.name())
                .register(registry);
        Gauge.builder("p13n.reactor.partitions.waiting", this, watch -> watch.longest(group))
                .description("For how long the partition has waited that waits longest")
                .baseUnit("seconds")
                .tag("group", group.name())
                .register(registry);
    }

    /** The partition is not read for now. */
    void waits(ConsumerGroup group, int partition, Waiting state) {
        var place = new Place(group, partition);
        Waiting before = waiting.put(place, state);
        long now = nanos.getAsLong();
        if (state.stopped() && (before == null || !before.stopped())) {
            log.error("{} is stopped: {}", place, state.why());
            told.put(place, now);
        } else if (now - told.getOrDefault(place, state.sinceNanos()) > LONG.toNanos()) {
            log.error("{} waits since {}: {}", place, state.age(now), state.why());
            told.put(place, now);
        }
    }

    /** The partition is read, or belongs to another replica. */
    void goesOn(ConsumerGroup group, int partition) {
        var place = new Place(group, partition);
        waiting.remove(place);
        told.remove(place);
    }

    /** A batch failed and will be tried again. */
    void failed(ConsumerGroup group, String cause) {
        Counter.builder("p13n.reactor.batches.failed")
                .description("Batches that were not committed, and are tried again from where PostgreSQL stands")
                .tag("group", group.name())
                .tag("cause", cause)
                .register(registry)
                .increment();
    }

    @Override
    public Health health() {
        var reasons = new TreeMap<String, Object>();
        waiting.forEach((place, state) -> reasons.put(place.toString(), state.why()));
        boolean stopped = waiting.values().stream().anyMatch(Waiting::stopped);
        return (stopped ? Health.down() : Health.up()).withDetails(reasons).build();
    }

    private double longest(ConsumerGroup group) {
        long now = nanos.getAsLong();
        return of(group).mapToLong(state -> state.age(now).toMillis()).max().orElse(0) / 1_000.0;
    }

    private Stream<Waiting> of(ConsumerGroup group) {
        return waiting.entrySet().stream()
                .filter(each -> each.getKey().group().equals(group))
                .map(Map.Entry::getValue);
    }
}
