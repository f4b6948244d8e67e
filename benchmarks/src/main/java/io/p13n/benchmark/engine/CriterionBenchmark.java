package io.p13n.benchmark.engine;

import io.p13n.offer.criteria.Criteria;
import io.p13n.offer.criteria.Criterion;
import io.p13n.offer.criteria.Facts;
import io.p13n.offer.criteria.ProfileLayout;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** All criteria of so many offers, each of three comparisons, evaluated one after the other, without an index. */
public class CriterionBenchmark extends NanosecondBenchmark {

    @Param({"1", "20", "1000", "10000"})
    int offers;

    /** Whether an attribute that some of the criteria need is missing; the hand-written ones know no such thing. */
    @Param({"false", "true"})
    boolean missing;

    private final List<Criterion> criteria = new ArrayList<>();
    private final List<LibraryEvaluator> evaluators = new ArrayList<>();
    private Facts facts = Facts.of(Map.of(), Visit.TYPICAL.now());
    private Map<String, Object> variables = Map.of();

    @Setup
    public void prepare() {
        var layout = ProfileLayout.of(Visit.types());
        var checked = Criteria.over(layout);
        for (int offer = 0; offer < offers; offer++) {
            var expression = Rule.of(offer).cel(Rule.number(offer));
            criteria.add(Shop.sound(checked, expression));
            evaluators.add(LibraryEvaluator.of(expression));
        }
        var profile = new HashMap<>(Visit.TYPICAL.profile());
        if (missing) {
            profile.remove("views_last_hour");
            profile.remove("visits");
        }
        var slots = layout.names().stream().map(profile::get).toArray();
        facts = Facts.of(Visit.TYPICAL.event(), slot -> slots[slot], Set.of(), Visit.TYPICAL.now());
        variables = Map.of("event", Visit.TYPICAL.event(), "profile", profile, "now", Visit.TYPICAL.now());
    }

    @Benchmark
    public int engine() {
        int holding = 0;
        for (var criterion : criteria) {
            holding += criterion.holds(facts) ? 1 : 0;
        }
        return holding;
    }

    @Benchmark
    public int library() {
        int holding = 0;
        for (var evaluator : evaluators) {
            holding += evaluator.holds(variables) ? 1 : 0;
        }
        return holding;
    }

    @Benchmark
    public int handWritten() {
        int holding = 0;
        for (int offer = 0; offer < offers; offer++) {
            holding += Rule.of(offer).holds(Visit.TYPICAL, Rule.number(offer)) ? 1 : 0;
        }
        return holding;
    }
}
