package io.p13n.reactor.reaction;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.p13n.offer.decision.Decision;
import io.p13n.offer.decision.DroppedValue;
import io.p13n.offer.decision.Holdout;
import io.p13n.offer.decision.Offer;
import io.p13n.reactor.profile.BatchChanges.IdentityChange;
import io.p13n.reactor.reaction.Reaction.Applied;
import io.p13n.reactor.reaction.Reaction.Closed;
import io.p13n.reactor.reaction.Reaction.DeadLettered;
import io.p13n.reactor.reaction.Reaction.Duplicate;
import io.p13n.reactor.reaction.Reaction.Erased;
import io.p13n.reactor.reply.Reply;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Counts what became of the records of committed batches: in = applied + duplicate + erased + dead-lettered. */
@Component
class ReactionMetrics {

    private static final Logger log = LoggerFactory.getLogger(ReactionMetrics.class);
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final AtomicLong toldNanos = new AtomicLong(System.nanoTime() - MINUTE.toNanos() - 1);
    private final MeterRegistry registry;

    /** Held, for a registry's look-up costs more than what is counted. A name that no definition has any more may stay, as in the registry. */
    private final Map<String, Counter> offers = new ConcurrentHashMap<>();

    private final Map<Holdout, Counter> holdouts = new ConcurrentHashMap<>();
    private final Map<DroppedValue.Reason, Counter> dropped = new ConcurrentHashMap<>();
    private final Counter applied;
    private final Counter duplicate;
    private final Counter erased;
    private final Counter deadLettered;
    private final Counter bisections;
    private final Counter conflicts;
    private final Counter merges;
    private final Counter evictions;
    private final Counter releases;
    private final Counter stops;
    private final DistributionSummary batchSize;
    private final Counter largeResponses;
    private final long largeResponse;

    ReactionMetrics(MeterRegistry registry, ReactionProperties properties) {
        this.registry = registry;
        this.largeResponse = properties.largeResponse().toBytes();
        this.largeResponses = Counter.builder("p13n.reactor.responses.large")
                .description("Answers over the size that the contract names; they were sent all the same")
                .register(registry);
        this.applied = reactions("applied");
        this.duplicate = reactions("duplicate");
        this.erased = reactions("erased");
        this.deadLettered = reactions("dead_lettered");
        this.bisections = Counter.builder("p13n.reactor.commit.bisections")
                .description("Batches halved because the database refuses the data of one of their records")
                .register(registry);
        this.conflicts = Counter.builder("p13n.reactor.commit.conflicts")
                .description("Batches loaded again because another batch had changed a profile or an id")
                .register(registry);
        this.merges = Counter.builder("p13n.reactor.identity.merges")
                .description("Profiles that went into another")
                .register(registry);
        this.evictions = Counter.builder("p13n.reactor.identity.evictions")
                .description("Ids that gave way because a profile had too many")
                .register(registry);
        this.releases = Counter.builder("p13n.reactor.identity.releases")
                .description("Ids that left a profile because a server named them, which only a browser had claimed")
                .register(registry);
        this.stops = Counter.builder("p13n.reactor.identity.stops")
                .description("Times that profiles stayed apart because one had taken in too many")
                .register(registry);
        this.batchSize = DistributionSummary.builder("p13n.reactor.batch.size")
                .description("Records of one committed batch")
                .baseUnit("records")
                .register(registry);
    }

    void count(Reacted batch) {
        batchSize.record(batch.reactions().size());
        for (Reaction reaction : batch.reactions()) {
            if (reaction instanceof Applied each) {
                applied.increment();
                count(each.decision());
            } else if (reaction instanceof Duplicate || reaction instanceof Closed) {
                duplicate.increment();
            } else if (reaction instanceof Erased) {
                erased.increment();
            } else if (reaction instanceof DeadLettered) {
                deadLettered.increment();
            }
        }
        for (IdentityChange change : batch.changes().journal()) {
            count(change);
        }
    }

    private void count(IdentityChange change) {
        if (change instanceof IdentityChange.Merged) {
            merges.increment();
        } else if (change instanceof IdentityChange.Evicted) {
            evictions.increment();
        } else if (change instanceof IdentityChange.Released) {
            releases.increment();
        } else if (change instanceof IdentityChange.Stopped stopped) {
            stops.increment();
            tell(stopped);
        }
    }

    /** At most once a minute, for whoever shares an id comes often. */
    private void tell(IdentityChange.Stopped stopped) {
        long now = System.nanoTime();
        long before = toldNanos.get();
        if (now - before > MINUTE.toNanos() && toldNanos.compareAndSet(before, now)) {
            log.warn(
                    "profile {} has taken in as many others as it may within a day, so {} stays apart; does an id name"
                            + " more than one customer? All cases are in identity_change",
                    stopped.profile(),
                    stopped.apart());
        }
    }

    /** Answers, before they are sent. */
    void count(List<Reply> replies) {
        for (Reply reply : replies) {
            if (reply.body().length > largeResponse) {
                largeResponses.increment();
            }
        }
    }

    void bisection() {
        bisections.increment();
    }

    void conflict() {
        conflicts.increment();
    }

    private void count(Decision decision) {
        for (DroppedValue value : decision.dropped()) {
            dropped.computeIfAbsent(value.reason(), this::dropped).increment();
        }
        for (Offer offer : decision.offers()) {
            offers.computeIfAbsent(offer.name(), this::offers).increment();
        }
        for (Holdout holdout : decision.holdouts()) {
            holdouts.computeIfAbsent(holdout, this::holdouts).increment();
        }
    }

    private Counter offers(String offer) {
        return registry.counter("p13n.reactor.offers", "offer", offer);
    }

    private Counter holdouts(Holdout holdout) {
        return registry.counter(
                "p13n.reactor.holdouts", "offer", holdout.offer(), "group", holdout.held() ? "held_out" : "offered");
    }

    private Counter dropped(DroppedValue.Reason reason) {
        return Counter.builder("p13n.reactor.values.dropped")
                .description("Values of events that did not reach their attribute")
                .tag("reason", reason.name().toLowerCase(Locale.ROOT))
                .register(registry);
    }

    private Counter reactions(String kind) {
        return Counter.builder("p13n.reactor.reactions")
                .description("What became of the records of committed batches")
                .tag("reaction", kind)
                .register(registry);
    }
}
