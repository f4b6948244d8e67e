package io.p13n.reactor.decision;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.stereotype.Component;

/**
 * What became of decisions that somebody waited for.
 *
 * <p>Law: decided = kept + sampled out + over rate + failed (they could not be written) + erased (the person, since) + expired
 * (older than the retention) + duplicate (kept before) + those that wait, a second's at most, which die with the process.
 */
@Component
class DecisionMetrics {

    private final Counter kept;
    private final Counter sampledOut;
    private final Counter overRate;
    private final Counter failed;
    private final Counter erased;
    private final Counter expired;
    private final Counter duplicate;

    DecisionMetrics(MeterRegistry registry) {
        this.kept = decisions(registry, "kept");
        this.sampledOut = decisions(registry, "sampled_out");
        this.overRate = decisions(registry, "over_rate");
        this.failed = decisions(registry, "failed");
        this.erased = decisions(registry, "erased");
        this.expired = decisions(registry, "expired");
        this.duplicate = decisions(registry, "duplicate");
    }

    void sampledOut(int decisions) {
        sampledOut.increment(decisions);
    }

    void overRate(int decisions) {
        overRate.increment(decisions);
    }

    void failed(int decisions) {
        failed.increment(decisions);
    }

    /**
     * Counts what was written.
     *
     * @param young those that were young enough to be
     * @param old those that were not
     */
    void written(int young, int old, DecisionTable.Outcome outcome) {
        kept.increment(outcome.kept());
        erased.increment(outcome.erased());
        duplicate.increment(young - outcome.kept() - outcome.erased());
        expired.increment(old);
    }

    private static Counter decisions(MeterRegistry registry, String outcome) {
        return Counter.builder("p13n.reactor.decisions")
                .description("Decisions that somebody waited for, by what became of what they were made upon")
                .tag("outcome", outcome)
                .register(registry);
    }
}
