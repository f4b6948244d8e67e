package io.p13n.offer.decision;

import io.p13n.offer.definition.OfferGroup;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Chooses among the offers of a group. Immutable. */
final class Groups {

    /** The sort is stable: of equals the earlier in the document comes first. */
    private static final Comparator<CompiledOffer> BY_PRIORITY = Comparator.comparingLong(
                    (CompiledOffer offer) -> offer.policies().definition().priority())
            .reversed();

    private final Map<String, OfferGroup> byName;

    Groups(List<OfferGroup> groups) {
        this.byName = groups.stream().collect(Collectors.toUnmodifiableMap(OfferGroup::name, Function.identity()));
    }

    /** The offers that are returned, in the order in which they came. */
    List<CompiledOffer> chosen(List<CompiledOffer> offers) {
        if (byName.isEmpty()) {
            return offers;
        }
        var rivals = new HashMap<String, List<CompiledOffer>>();
        for (var offer : offers) {
            var group = offer.policies().definition().group();
            if (group != null) {
                rivals.computeIfAbsent(group, name -> new ArrayList<>()).add(offer);
            }
        }
        var chosen = new HashSet<CompiledOffer>();
        byName.forEach((name, group) -> chosen.addAll(chosen(group, rivals.getOrDefault(name, List.of()))));
        return offers.stream()
                .filter(offer -> offer.policies().definition().group() == null || chosen.contains(offer))
                .toList();
    }

    private static Set<CompiledOffer> chosen(OfferGroup group, List<CompiledOffer> rivals) {
        var others = rivals.stream()
                .filter(offer -> !offer.name().equals(group.defaultOffer()))
                .sorted(BY_PRIORITY)
                .limit(group.atMost())
                .collect(Collectors.toSet());
        return others.isEmpty() ? Set.copyOf(rivals) : others;
    }
}
