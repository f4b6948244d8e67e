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
import org.jspecify.annotations.Nullable;

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

    /** What a server says makes an id proven, also one that a browser claimed before. */
    Profile link(Profile profile, List<Id> ids, UUID recordId, Caller caller) {
        boolean proven = caller == Caller.PRIVATE;
        return profile.ids().size() <= rules.maxIds() && holdsAll(profile, ids, proven)
                ? profile
                : linked(profile, ids, recordId, proven);
    }

    private Profile linked(Profile profile, List<Id> ids, UUID recordId, boolean proven) {
        var linked = new ArrayList<LinkedId>();
        for (var old : profile.ids()) {
            linked.add(proven && ids.contains(old.id()) ? new LinkedId(old.id(), old.since(), true) : old);
        }
        ids.stream()
                .filter(id -> holding(profile, id) == null)
                .limit(proven ? Long.MAX_VALUE : room(profile))
                .forEach(id -> linked.add(new LinkedId(id, recordId, proven)));
        return profile.withIds(proven ? worthiest(linked) : linked);
    }

    private static boolean holdsAll(Profile profile, List<Id> ids, boolean proven) {
        for (var id : ids) {
            var linked = holding(profile, id);
            if (linked == null || (proven && !linked.proven())) {
                return false;
            }
        }
        return true;
    }

    private static @Nullable LinkedId holding(Profile profile, Id id) {
        for (var linked : profile.ids()) {
            if (linked.id().equals(id)) {
                return linked;
            }
        }
        return null;
    }

    /** What a browser claims never pushes out another id. */
    private long room(Profile profile) {
        return Math.max(0, rules.maxIds() - profile.ids().size());
    }

    private List<LinkedId> worthiest(List<LinkedId> linked) {
        return linked.stream().sorted(worthiest).limit(rules.maxIds()).toList();
    }
}
