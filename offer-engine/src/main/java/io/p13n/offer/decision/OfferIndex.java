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

    /** By the number of the key event. */
    private final int[][] byKeyEvent;

    private final List<Waiting> waiting;
    private final int size;

    OfferIndex(BitSet always, int[][] byKeyEvent, List<Waiting> waiting, int size) {
        this.always = always;
        this.byKeyEvent = byKeyEvent;
        this.waiting = List.copyOf(waiting);
        this.size = size;
    }

    static OfferIndex of(List<CompiledOffer> offers, int keyEvents) {
        return new OfferIndexing(offers, keyEvents).index();
    }

    /** By their place in the definition: all that are for the event, and maybe others. */
    BitSet candidates(Happenings happened, Facts facts) {
        var candidates = new BitSet(size);
        candidates.or(always);
        for (int each = 0; each < byKeyEvent.length; each++) {
            if (happened.has(each)) {
                add(byKeyEvent[each], candidates);
            }
        }
        for (var place : waiting) {
            place.addTo(candidates, facts);
        }
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
    record Waiting(Source source, Map<Object, int[]> byKey, Bounds atLeast, Bounds atMost) {

        Waiting {
            byKey = new HashMap<>(byKey);
        }

        void addTo(BitSet candidates, Facts facts) {
            source.forEachKey(facts, key -> {
                add(byKey.get(key), candidates);
                if (key instanceof Double number) {
                    atLeast.addTo(candidates, number);
                    atMost.addTo(candidates, -number);
                }
            });
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
