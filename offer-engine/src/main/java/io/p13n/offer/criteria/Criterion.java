package io.p13n.offer.criteria;

import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import java.util.Optional;
import java.util.Set;

/** A type-checked expression that either holds or doesn't. Immutable; safe for many threads. */
public final class Criterion {

    private final CelRuntime.Program program;
    private final Set<String> reads;

    Criterion(CelRuntime.Program program, Set<String> reads) {
        this.program = program;
        this.reads = Set.copyOf(reads);
    }

    /** Whether it is true of the facts; one that is unknown, because it looks at what is missing, does not hold. */
    public boolean holds(Facts facts) {
        try {
            return Boolean.TRUE.equals(program.eval(name -> variable(name, facts)));
        } catch (CelEvaluationException unknown) {
            return false;
        }
    }

    /** The flat names of the profile attributes that it reads. */
    public Set<String> reads() {
        return reads;
    }

    private static Optional<Object> variable(String name, Facts facts) {
        return switch (name) {
            case Criteria.EVENT -> Optional.of(facts.event());
            case Criteria.PROFILE -> Optional.of(facts.profile());
            case Criteria.SEGMENTS -> Optional.of(facts.segments());
            case Criteria.NOW -> Optional.of(facts.now());
            default -> Optional.empty();
        };
    }
}
