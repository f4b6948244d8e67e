package io.p13n.offer.decision;

import io.p13n.offer.criteria.Requirement;
import io.p13n.offer.criteria.Requirement.AtLeast;
import io.p13n.offer.criteria.Requirement.AtMost;
import io.p13n.offer.criteria.Requirement.OneOf;
import io.p13n.offer.criteria.Requirement.Source;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Chooses for each offer the place where it waits: first it counts who could wait where. */
final class OfferIndexing {

    private final List<CompiledOffer> offers;
    private final List<List<Requirement>> requirements;

    /** How many offers could wait for a key event (its number), a key of a source (a list of both), or a range (a source). */
    private final Map<Object, Integer> crowds = new HashMap<>();

    private final BitSet always = new BitSet();
    private final Map<Integer, List<Integer>> byKeyEvent = new HashMap<>();
    private final int keyEvents;
    private final Map<Source, Map<Object, List<Integer>>> byKey = new HashMap<>();
    private final Map<Source, List<Bound>> atLeast = new HashMap<>();
    private final Map<Source, List<Bound>> atMost = new HashMap<>();

    OfferIndexing(List<CompiledOffer> offers, int keyEvents) {
        this.offers = offers;
        this.keyEvents = keyEvents;
        this.requirements = offers.stream().map(CompiledOffer::requirements).toList();
    }

    OfferIndex index() {
        for (int i = 0; i < offers.size(); i++) {
            count(offers.get(i).keyEvent());
            requirements.get(i).forEach(requirement -> places(requirement).forEach(this::count));
        }
        for (int i = 0; i < offers.size(); i++) {
            place(i);
        }
        var sources = new HashSet<>(byKey.keySet());
        sources.addAll(atLeast.keySet());
        sources.addAll(atMost.keySet());
        var forKeyEvents = new int[keyEvents][];
        arrays(byKeyEvent).forEach((keyEvent, waiting) -> forKeyEvents[keyEvent] = waiting);
        return new OfferIndex(
                always, forKeyEvents, sources.stream().map(this::waiting).toList(), offers.size());
    }

    private void count(Object place) {
        crowds.merge(place, 1, Integer::sum);
    }

    private void place(int offer) {
        var keyEvent = offers.get(offer).keyEvent();
        var best = requirements.get(offer).stream()
                .min(Comparator.comparingInt(this::crowd))
                .orElse(null);
        var isAny = keyEvent == KeyEvents.ANY;
        if (best != null && (isAny || crowd(best) < crowds.getOrDefault(keyEvent, 0))) {
            place(offer, best);
        } else if (isAny) {
            always.set(offer);
        } else {
            byKeyEvent.computeIfAbsent(keyEvent, number -> new ArrayList<>()).add(offer);
        }
    }

    private void place(int offer, Requirement requirement) {
        var source = requirement.source();
        if (requirement instanceof OneOf oneOf) {
            var waiting = byKey.computeIfAbsent(source, any -> new HashMap<>());
            oneOf.keys()
                    .forEach(key -> waiting.computeIfAbsent(key, any -> new ArrayList<>())
                            .add(offer));
        } else if (requirement instanceof AtLeast range) {
            atLeast.computeIfAbsent(source, any -> new ArrayList<>()).add(new Bound(range.bound(), offer));
        } else if (requirement instanceof AtMost range) {
            atMost.computeIfAbsent(source, any -> new ArrayList<>()).add(new Bound(-range.bound(), offer));
        }
    }

    private int crowd(Requirement requirement) {
        return places(requirement).stream()
                .mapToInt(place -> crowds.getOrDefault(place, 0))
                .max()
                .orElse(0);
    }

    private static Set<Object> places(Requirement requirement) {
        return requirement instanceof OneOf oneOf
                ? oneOf.keys().stream()
                        .map(key -> (Object) List.of(oneOf.source(), key))
                        .collect(Collectors.toSet())
                : Set.of(requirement.source());
    }

    private OfferIndex.Waiting waiting(Source source) {
        return new OfferIndex.Waiting(
                source,
                arrays(byKey.getOrDefault(source, Map.of())),
                bounds(atLeast.getOrDefault(source, List.of())),
                bounds(atMost.getOrDefault(source, List.of())));
    }

    private static OfferIndex.Bounds bounds(List<Bound> bounds) {
        var sorted =
                bounds.stream().sorted(Comparator.comparingDouble(Bound::bound)).toList();
        return new OfferIndex.Bounds(
                sorted.stream().mapToDouble(Bound::bound).toArray(),
                sorted.stream().mapToInt(Bound::offer).toArray());
    }

    private static <K> Map<K, int[]> arrays(Map<K, List<Integer>> offers) {
        var arrays = new HashMap<K, int[]>();
        offers.forEach((key, waiting) ->
                arrays.put(key, waiting.stream().mapToInt(Integer::intValue).toArray()));
        return arrays;
    }

    private record Bound(double bound, int offer) {}
}
