package io.p13n.reactor.reaction;

import io.p13n.offer.decision.CompiledService;
import io.p13n.offer.decision.Decision;
import io.p13n.offer.decision.Meeting;
import io.p13n.offer.event.AcceptedEvent;
import io.p13n.offer.event.Caller;
import io.p13n.offer.profile.Id;
import io.p13n.offer.profile.Profile;
import io.p13n.reactor.profile.BatchChanges;
import io.p13n.reactor.profile.BatchChanges.IdentityChange;
import io.p13n.reactor.profile.BatchChanges.UuidChange;
import io.p13n.reactor.profile.LoadedBatch;
import io.p13n.reactor.profile.StoredProfile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The profiles of one batch while its events are applied to them, one after the other, in memory. So a customer's many
 * events in one batch become one row written, and each decision sees the events before it.
 *
 * <p>Single-threaded, and of use for one attempt at one batch only.
 */
final class WorkingSet {

    private final CompiledService service;
    private final EventIds ids;
    private final LoadedBatch loaded;
    private final Map<UUID, Profile> profiles = new LinkedHashMap<>();
    private final Map<Id, UUID> owners = new HashMap<>();
    private final Set<UUID> touched = new LinkedHashSet<>();
    /** Ids that nobody had and that found no room, each by the record id of the event that named it last. */
    private final Map<Id, UUID> roomless = new LinkedHashMap<>();

    private final List<IdentityChange> journal = new ArrayList<>();

    WorkingSet(CompiledService service, EventIds ids, LoadedBatch loaded) {
        this.service = service;
        this.ids = ids;
        this.loaded = loaded;
        loaded.profiles().stream().map(StoredProfile::profile).forEach(this::hold);
    }

    /**
     * Applies the event to whoever it names. An event that names nobody is decided upon a profile that is not kept.
     * Leaves all as it was if the engine throws.
     *
     * @param awaited whether somebody waits for offers; else none is decided, and no frequency cap is used
     */
    Decided apply(AcceptedEvent event, boolean awaited) {
        Meeting meeting = meeting(event);
        Profile before = meeting.before(event, service);
        Decision decision = awaited
                ? service.decide(event, meeting.joining(), before, loaded.batchData())
                : service.apply(event, meeting.joining(), before);
        if (!meeting.joining().isEmpty()) {
            keep(meeting, decision.profile(), event);
        }
        return new Decided(before, meeting.joining(), loaded.batchData(), false, decision);
    }

    /** Answers an event that was applied before, from the most trusted profile that it names, as it is. */
    Decided answer(AcceptedEvent event) {
        Profile known = meeting(event).met().stream().findFirst().orElseGet(() -> Profile.fresh(event.recordId()));
        Decision decision = service.answer(event, known, loaded.batchData());
        return new Decided(known, List.of(), loaded.batchData(), true, decision);
    }

    /** Whether the event names somebody who was erased after it was accepted. */
    boolean isErased(AcceptedEvent event) {
        return !loaded.tombstones().isEmpty()
                && ids.of(event).stream()
                        .map(loaded.tombstones()::get)
                        .anyMatch(tombstone ->
                                tombstone != null && event.acceptedAt().isBefore(tombstone.until()));
    }

    private Meeting meeting(AcceptedEvent event) {
        return Meeting.of(event, ids.of(event), service, this::owner);
    }

    private @Nullable Profile owner(Id id) {
        UUID owner = owners.get(id);
        return owner == null ? null : profiles.get(owner);
    }

    private void keep(Meeting meeting, Profile after, AcceptedEvent event) {
        // What a browser claims never evicts, and where there is no room it only does not join.
        Set<Id> left = new LinkedHashSet<>(event.caller() == Caller.PRIVATE ? meeting.joining() : List.of());
        for (Profile met : meeting.met()) {
            met.ids().forEach(linked -> left.add(linked.id()));
            profiles.remove(met.id());
            touched.add(met.id());
            if (!met.id().equals(after.id())) {
                journal.add(new IdentityChange.Merged(after.id(), met.id(), event.recordId(), event.acceptedAt()));
            }
        }
        meeting.released().forEach((id, owner) -> release(id, owner, event));
        meeting.apart().forEach(other -> keepApart(after, other, event));
        after.ids().forEach(linked -> left.remove(linked.id()));
        for (Id evicted : left) {
            owners.remove(evicted);
            journal.add(new IdentityChange.Evicted(after.id(), evicted, event.recordId(), event.acceptedAt()));
        }
        touched.add(after.id());
        hold(after);
        for (Id id : meeting.joining()) {
            if (!owners.containsKey(id)) {
                roomless.put(id, event.recordId());
            }
        }
    }

    /** What was done to the one depended on the other, so the commit must find both as they were read. */
    private void keepApart(Profile after, Profile other, AcceptedEvent event) {
        touched.add(other.id());
        if (event.caller() == Caller.PRIVATE) {
            journal.add(new IdentityChange.Stopped(after.id(), other.id(), event.recordId(), event.acceptedAt()));
        }
    }

    private void release(Id id, Profile owner, AcceptedEvent event) {
        Profile current = profiles.getOrDefault(owner.id(), owner);
        touched.add(owner.id());
        owners.remove(id);
        profiles.put(
                owner.id(),
                current.withIds(current.ids().stream()
                        .filter(linked -> !linked.id().equals(id))
                        .toList()));
        journal.add(new IdentityChange.Released(owner.id(), id, event.recordId(), event.acceptedAt()));
    }

    private void hold(Profile profile) {
        profiles.put(profile.id(), profile);
        profile.ids().forEach(linked -> owners.put(linked.id(), profile.id()));
    }

    /** The profiles and ids that differ from what was loaded, and the journal. */
    BatchChanges changes(List<UuidChange> uuids) {
        return new Difference(loaded, profiles, touched, roomless).changes(uuids, journal);
    }
}
