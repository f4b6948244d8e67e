package io.p13n.offer.decision;

import io.p13n.offer.event.Caller;
import io.p13n.offer.profile.Id;
import io.p13n.offer.profile.IdentityRules;
import io.p13n.offer.profile.LinkedId;
import io.p13n.offer.profile.Profile;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;

/** Links an event's ids to its profile, within the limit of ids a profile may have. */
final class IdLinks {

    private final IdentityRules rules;

    /** Who stays when there is no room: the most trusted, then the newest. */
    private final Comparator<LinkedId> worthiest;

    IdLinks(IdentityRules rules) {
        this.rules = rules;
        this.worthiest = Comparator.<LinkedId>comparingInt(linked -> rules.rank(linked.id()))
                .thenComparing(LinkedId.OLDEST_FIRST.reversed());
    }

    Profile link(Profile profile, List<Id> ids, UUID recordId, Caller caller) {
        var fresh = ids.stream().filter(id -> !holds(profile, id)).toList();
        if (fresh.isEmpty() && profile.ids().size() <= rules.maxIds()) {
            return profile;
        }
        var linked = new ArrayList<>(profile.ids());
        fresh.stream()
                .limit(caller == Caller.PUBLIC ? room(profile) : Long.MAX_VALUE)
                .forEach(id -> linked.add(new LinkedId(id, recordId)));
        return profile.withIds(caller == Caller.PUBLIC ? linked : worthiest(linked));
    }

    private static boolean holds(Profile profile, Id id) {
        for (var linked : profile.ids()) {
            if (linked.id().equals(id)) {
                return true;
            }
        }
        return false;
    }

    /** What a browser claims never pushes out another id. */
    private long room(Profile profile) {
        return Math.max(0, rules.maxIds() - profile.ids().size());
    }

    private List<LinkedId> worthiest(List<LinkedId> linked) {
        return linked.stream().sorted(worthiest).limit(rules.maxIds()).toList();
    }
}
