package io.p13n.offer.criteria;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A type-checked expression that either holds or doesn't. Immutable; safe for many threads. */
public final class Criterion {

    private final List<Clause> clauses;
    private final Node[] nodes;
    private final int variables;
    private final Set<String> reads;

    Criterion(List<Clause> clauses, int variables, Set<String> reads) {
        this.clauses = List.copyOf(clauses);
        this.nodes = clauses.stream().map(Clause::node).toArray(Node[]::new);
        this.variables = variables;
        this.reads = Set.copyOf(reads);
    }

    /** Whether it is true of the facts; one that is unknown, because it looks at what is missing, does not hold. */
    public boolean holds(Facts facts) {
        var locals = facts.locals(variables);
        for (int i = 0; i < nodes.length; i++) {
            var value = nodes[i].value(facts, locals);
            if (value != Boolean.TRUE) {
                if (locals.isOut()) {
                    facts.giveUp(this, failure(clauses.get(i), value, facts));
                }
                return false;
            }
        }
        return true;
    }

    /**
     * Why it doesn't hold; null where it does. It agrees with {@link #holds} where that was asked before, even of what was given
     * up for the work that others had done; nothing that is asked later has less work left for this.
     */
    public @Nullable Failure failure(Facts facts) {
        var before = facts.givenUp(this);
        if (before != null) {
            return before;
        }
        var locals = new Locals().fresh(variables);
        for (var clause : clauses) {
            var value = clause.node().value(facts, locals);
            if (value != Boolean.TRUE) {
                return failure(clause, value, facts);
            }
        }
        return null;
    }

    private static Failure failure(Clause clause, Object value, Facts facts) {
        return new Failure(clause.text(), value != Boolean.FALSE, actual(clause, facts));
    }

    private static List<Failure.Actual> actual(Clause clause, Facts facts) {
        return clause.reads().stream()
                .map(read -> new Failure.Actual(
                        read.path(),
                        read.attribute(),
                        read.field(),
                        known(read.node().value(facts, new Locals()))))
                .toList();
    }

    private static @Nullable Object known(Object value) {
        if (value instanceof Optional<?> optional) {
            return optional.orElse(null);
        }
        return value == Unknown.UNKNOWN ? null : value;
    }

    /** The flat names of the profile attributes that it reads. */
    public Set<String> reads() {
        return reads;
    }

    /** Things that must be so for it to hold; by far not all of them. */
    public List<Requirement> requirements() {
        return Arrays.stream(nodes)
                .map(Requirement::of)
                .flatMap(Stream::ofNullable)
                .toList();
    }

    /** What it is of any facts, where that can be told; else null. */
    public @Nullable Boolean always() {
        var all = true;
        for (var node : nodes) {
            if (!(node instanceof Constant constant)) {
                all = false;
            } else if (!Boolean.TRUE.equals(constant.value())) {
                return false;
            }
        }
        return all ? true : null;
    }
}
