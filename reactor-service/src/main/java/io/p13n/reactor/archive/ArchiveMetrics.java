package io.p13n.reactor.archive;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.p13n.reactor.archive.EventArchive.Outcome;
import org.springframework.stereotype.Component;

/**
 * What the archive's consumer groups do.
 *
 * <p>Law: in = stored + duplicate (stored before) + erased + expired (older than the retention) + refused (the database will never
 * take it) + unreadable (no event).
 */
@Component
class ArchiveMetrics {

    private final Counter stored;
    private final Counter duplicate;
    private final Counter erased;
    private final Counter expired;
    private final Counter refused;
    private final Counter unreadable;

    ArchiveMetrics(MeterRegistry registry) {
        this.stored = events(registry, "stored");
        this.duplicate = events(registry, "duplicate");
        this.erased = events(registry, "erased");
        this.expired = events(registry, "expired");
        this.refused = events(registry, "refused");
        this.unreadable = events(registry, "unreadable");
    }

    /**
     * Counts a batch.
     *
     * @param in its records
     * @param readable those of them that are events
     * @param kept those of these whose customer was not erased
     * @param young those of these that are young enough
     */
    void count(int in, int readable, int kept, int young, Outcome outcome) {
        stored.increment(outcome.stored());
        duplicate.increment(young - outcome.stored() - outcome.refused().size());
        erased.increment(readable - kept);
        expired.increment(kept - young);
        refused.increment(outcome.refused().size());
        unreadable.increment(in - readable);
    }

    private static Counter events(MeterRegistry registry, String outcome) {
        return Counter.builder("p13n.archive.events")
                .description("Records that the archive's consumer groups have read")
                .tag("outcome", outcome)
                .register(registry);
    }
}
