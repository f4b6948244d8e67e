package io.p13n.offer.decision;

import io.p13n.offer.criteria.Facts;
import io.p13n.offer.criteria.Requirement.Source;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds the offers that may be for an event, so that the others cost nothing. Each offer waits in one place only: where
 * the fewest others wait. Immutable.
 */
final class OfferIndex {

    private final BitSet always;
    private final Map<String, int[]> byKeyEvent;
    private final Map<Source, Waiting> bySource;
    private final int size;

    OfferIndex(BitSet always, Map<String, int[]> byKeyEvent, Map<Source, Waiting> bySource, int size) {
        this.always = always;
        this.byKeyEvent = Map.copyOf(byKeyEvent);
        this.bySource = Map.copyOf(bySource);
        this.size = size;
    }

    static OfferIndex of(List<CompiledOffer> offers) {
        return new OfferIndexing(offers).index();
    }

    /** By their place in the definition: all that are for the event, and maybe others. */
    BitSet candidates(Happenings happened, Facts facts) {
        var candidates = new BitSet(size);
        candidates.or(always);
        for (var keyEvent : happened.keyEvents()) {
            add(byKeyEvent.get(keyEvent), candidates);
        }
        bySource.forEach((source, waiting) -> {
            for (var key : source.keys(facts)) {
                add(waiting.byKey().get(key), candidates);
                if (key instanceof Double number) {
                    waiting.atLeast().addTo(candidates, number);
                    waiting.atMost().addTo(candidates, -number);
                }
            }
        });
        return candidates;
    }

    private static void add(int @Nullable [] offers, BitSet candidates) {
        if (offers != null) {
            for (var offer : offers) {
                candidates.set(offer);
            }
        }
    }

    /**
     * Offers that depend on one source.
     *
     * @param atMost with bounds negated
     */
    record Waiting(Map<Object, int[]> byKey, Bounds atLeast, Bounds atMost) {

        Waiting {
            byKey = new HashMap<>(byKey);
        }
    }

    /** Offers by a bound that a number must reach, lowest first. */
    record Bounds(double[] bounds, int[] offers) {

        void addTo(BitSet candidates, double number) {
            for (int i = 0; i < bounds.length && bounds[i] <= number; i++) {
                candidates.set(offers[i]);
            }
        }
    }
}
