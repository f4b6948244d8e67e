package io.p13n.reactor.reaction;

import io.p13n.offer.decision.CompiledService;
import io.p13n.offer.decision.Decision;
import io.p13n.offer.event.AcceptedEvent;
import io.p13n.offer.profile.Id;
import io.p13n.offer.profile.LinkedId;
import io.p13n.offer.profile.Profile;
import io.p13n.reactor.profile.BatchChanges;
import io.p13n.reactor.profile.BatchChanges.IdChange;
import io.p13n.reactor.profile.BatchChanges.IdentityChange;
import io.p13n.reactor.profile.BatchChanges.ProfileChange;
import io.p13n.reactor.profile.LoadedBatch;
import io.p13n.reactor.profile.StoredProfile;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

/**
 * The profiles of one batch while its events are applied to them, one after the other, in memory. So a customer's many
 * events in one batch become one row written, and each decision sees the events before it.
 *
 * <p>Single-threaded, and of use for one attempt at one batch only.
 */
final class WorkingSet {

    private final CompiledService service;
    private final LoadedBatch loaded;
    private final Map<UUID, Profile> profiles = new LinkedHashMap<>();
    private final Map<Id, UUID> owners = new LinkedHashMap<>();
    private final Set<UUID> touched = new LinkedHashSet<>();
    private final List<IdentityChange> journal = new ArrayList<>();

    WorkingSet(CompiledService service, LoadedBatch loaded) {
        this.service = service;
        this.loaded = loaded;
        loaded.profiles().forEach(stored -> hold(stored.profile()));
    }

    /** Applies the event to whoever it names; leaves all as it was if the engine throws. */
    Decision decide(AcceptedEvent event) {
        List<Id> ids = service.identify(event.event()).ids();
        List<Profile> known = known(ids);
        Profile before = switch (known.size()) {
            case 0 -> Profile.fresh(event.recordId());
            case 1 -> known.get(0);
            default -> service.merge(known);
        };
        Decision decision = service.decide(event, before, loaded.batchData());
        if (!ids.isEmpty()) {
            replace(known, decision.profile(), event);
        }
        return decision;
    }

    private List<Profile> known(List<Id> ids) {
        return ids.stream()
                .map(owners::get)
                .filter(Objects::nonNull)
                .distinct()
                .map(profiles::get)
                .toList();
    }

    private void replace(Collection<Profile> before, Profile after, AcceptedEvent event) {
        Set<Id> left = new LinkedHashSet<>();
        for (Profile old : before) {
            old.ids().forEach(linked -> left.add(linked.id()));
            profiles.remove(old.id());
            touched.add(old.id());
            if (!old.id().equals(after.id())) {
                journal.add(new IdentityChange.Merged(after.id(), old.id(), event.recordId(), event.acceptedAt()));
            }
        }
        after.ids().forEach(linked -> left.remove(linked.id()));
        for (Id evicted : left) {
            owners.remove(evicted);
            journal.add(new IdentityChange.Evicted(after.id(), evicted, event.recordId(), event.acceptedAt()));
        }
        touched.add(after.id());
        hold(after);
    }

    private void hold(Profile profile) {
        profiles.put(profile.id(), profile);
        profile.ids().forEach(linked -> owners.put(linked.id(), profile.id()));
    }

    /** What the batch has changed so far, compared with what was loaded. */
    BatchChanges changes() {
        return new BatchChanges(profileChanges(), idChanges(), List.copyOf(journal));
    }

    private List<ProfileChange> profileChanges() {
        var versions = new HashMap<UUID, Long>();
        loaded.profiles().forEach(stored -> versions.put(stored.profile().id(), stored.version()));
        return touched.stream()
                .filter(id -> versions.containsKey(id) || profiles.containsKey(id))
                .map(id -> new ProfileChange(id, versions.get(id), profiles.get(id)))
                .toList();
    }

    private List<IdChange> idChanges() {
        var since = new LinkedHashMap<Id, UUID>();
        var before = new HashMap<Id, UUID>();
        for (StoredProfile stored : loaded.profiles()) {
            for (LinkedId linked : stored.profile().ids()) {
                before.put(linked.id(), stored.profile().id());
                since.put(linked.id(), linked.since());
            }
        }
        for (UUID id : touched) {
            Profile profile = profiles.get(id);
            if (profile != null) {
                profile.ids().forEach(linked -> since.put(linked.id(), linked.since()));
            }
        }
        return since.entrySet().stream()
                .filter(each -> !Objects.equals(before.get(each.getKey()), owners.get(each.getKey())))
                .map(each -> new IdChange(
                        each.getKey(), before.get(each.getKey()), owners.get(each.getKey()), each.getValue()))
                .toList();
    }
}
