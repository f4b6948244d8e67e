package io.p13n.offer.decision;

import io.p13n.offer.event.AcceptedEvent;
import io.p13n.offer.event.Caller;
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
 * @param apart profiles that the event names too and that stay as they are
 */
public record Meeting(List<Profile> met, List<Id> joining, Map<Id, Profile> released, List<Profile> apart) {

    /**
     * By the caller's word.
     *
     * @param owners who has an id; null where nobody has it
     */
    public static Meeting of(AcceptedEvent event, CompiledService service, Function<Id, @Nullable Profile> owners) {
        return of(event, service.identify(event.event()).ids(), service, owners);
    }

    /**
     * The same for an event that was looked at before.
     *
     * @param named all its ids, see {@link CompiledService#identify}
     */
    public static Meeting of(
            AcceptedEvent event, List<Id> named, CompiledService service, Function<Id, @Nullable Profile> owners) {
        List<Id> ids = service.identity().counting(event.caller(), named);
        return event.caller() == Caller.PUBLIC
                ? ofPublic(ids, owners)
                : ofPrivate(ids, owners, Stitching.of(event, service));
    }

    /**
     * A server's word: all its ids are one customer's. But an id that only a browser has claimed for a profile comes
     * alone, for a browser may claim what it likes; the profile comes too when the event names all its ids. And who
     * would be one too many stays apart, with its ids.
     */
    static Meeting ofPrivate(List<Id> ids, Function<Id, @Nullable Profile> owners, Stitching stitching) {
        var met = new LinkedHashMap<UUID, Profile>();
        var apart = new LinkedHashMap<UUID, Profile>();
        var claimed = new LinkedHashMap<Id, Profile>();
        for (Id id : ids) {
            Profile owner = owners.apply(id);
            if (owner != null && (isProven(id, owner) || isAllOf(owner, ids))) {
                boolean joins = met.containsKey(owner.id()) || stitching.allows(met.values(), owner);
                (joins ? met : apart).put(owner.id(), owner);
            } else if (owner != null) {
                claimed.put(id, owner);
            }
        }
        claimed.values().removeIf(owner -> met.containsKey(owner.id()) || apart.containsKey(owner.id()));
        return new Meeting(
                List.copyOf(met.values()),
                ids.stream().filter(id -> !isOf(apart, owners.apply(id))).toList(),
                claimed,
                List.copyOf(apart.values()));
    }

    /**
     * A browser's word: the event goes to the most trusted profile that it names; of its other ids those join that
     * nobody has. It never joins two profiles.
     */
    static Meeting ofPublic(List<Id> ids, Function<Id, @Nullable Profile> owners) {
        var named = new LinkedHashMap<UUID, Profile>();
        var joining = new ArrayList<Id>();
        for (Id id : ids) {
            Profile owner = owners.apply(id);
            if (owner != null) {
                named.putIfAbsent(owner.id(), owner);
            }
            if (owner == null || named.keySet().iterator().next().equals(owner.id())) {
                joining.add(id);
            }
        }
        return new Meeting(
                named.values().stream().limit(1).toList(),
                joining,
                Map.of(),
                named.values().stream().skip(1).toList());
    }

    /** The profile as the event finds it. */
    public Profile before(AcceptedEvent event, CompiledService service) {
        return met.isEmpty()
                ? Profile.fresh(event.recordId())
                : Stitching.of(event, service).remember(service.merge(met), met.size() - 1);
    }

    private static boolean isOf(Map<UUID, Profile> profiles, @Nullable Profile owner) {
        return owner != null && profiles.containsKey(owner.id());
    }

    private static boolean isProven(Id id, Profile owner) {
        return owner.ids().stream().anyMatch(linked -> linked.id().equals(id) && linked.proven());
    }

    private static boolean isAllOf(Profile owner, List<Id> ids) {
        return Set.copyOf(ids)
                .containsAll(owner.ids().stream().map(LinkedId::id).toList());
    }
}
