package io.p13n.reactor.reaction;

import io.p13n.offer.decision.CompiledService;
import io.p13n.offer.profile.Id;
import io.p13n.offer.profile.LinkedId;
import io.p13n.offer.profile.Profile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Whom an event's ids name, and what that means for them.
 *
 * @param met the profiles that become one; at most one where a browser spoke
 * @param joining the ids that the event links to it; none means that the event names nobody
 * @param released ids that leave a profile, which had them from a browser only
 */
record Meeting(List<Profile> met, List<Id> joining, Map<Id, Profile> released) {

    /**
     * A server's word: all its ids are one customer's. But an id that only a browser has claimed for a profile comes
     * alone, for a browser may claim what it likes; the profile comes too when the event names all its ids.
     */
    static Meeting ofPrivate(List<Id> ids, Function<Id, @Nullable Profile> owners) {
        var met = new LinkedHashMap<UUID, Profile>();
        var released = new LinkedHashMap<Id, Profile>();
        for (Id id : ids) {
            Profile owner = owners.apply(id);
            if (owner != null && (isProven(id, owner) || isAllOf(owner, ids))) {
                met.put(owner.id(), owner);
            } else if (owner != null) {
                released.put(id, owner);
            }
        }
        released.values().removeIf(owner -> met.containsKey(owner.id()));
        return new Meeting(List.copyOf(met.values()), ids, released);
    }

    /**
     * A browser's word: the event goes to the most trusted profile that it names; of its other ids those join that
     * nobody has. It never joins two profiles.
     */
    static Meeting ofPublic(List<Id> ids, Function<Id, @Nullable Profile> owners) {
        var met = new ArrayList<Profile>();
        var joining = new ArrayList<Id>();
        for (Id id : ids) {
            Profile owner = owners.apply(id);
            if (owner == null) {
                joining.add(id);
            } else if (met.isEmpty() || met.get(0).id().equals(owner.id())) {
                met.add(owner);
                joining.add(id);
            }
        }
        return new Meeting(met.stream().limit(1).toList(), joining, Map.of());
    }

    /** The profile as the event finds it. */
    Profile before(UUID recordId, CompiledService service) {
        return met.isEmpty() ? Profile.fresh(recordId) : service.merge(met);
    }

    private static boolean isProven(Id id, Profile owner) {
        return owner.ids().stream().anyMatch(linked -> linked.id().equals(id) && linked.proven());
    }

    private static boolean isAllOf(Profile owner, List<Id> ids) {
        return Set.copyOf(ids)
                .containsAll(owner.ids().stream().map(LinkedId::id).toList());
    }
}
