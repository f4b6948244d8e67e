package io.p13n.reactor.reaction;

import io.p13n.offer.profile.Id;
import io.p13n.offer.profile.LinkedId;
import io.p13n.offer.profile.Profile;
import io.p13n.reactor.profile.BatchChanges;
import io.p13n.reactor.profile.BatchChanges.IdChange;
import io.p13n.reactor.profile.BatchChanges.IdentityChange;
import io.p13n.reactor.profile.BatchChanges.ProfileChange;
import io.p13n.reactor.profile.BatchChanges.UuidChange;
import io.p13n.reactor.profile.LoadedBatch;
import io.p13n.reactor.profile.LoadedBatch.Tombstone;
import io.p13n.reactor.profile.StoredProfile;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a batch has changed: profiles and ids as they were loaded, held against what they are now.
 *
 * @param profiles as they are now, by id
 * @param touched the profiles that an event was applied to, that were made, merged away, or lost an id
 * @param roomless ids that found no room for some while, each by the record id of an event that named it
 */
record Difference(LoadedBatch loaded, Map<UUID, Profile> profiles, Set<UUID> touched, Map<Id, UUID> roomless) {

    BatchChanges changes(List<UuidChange> uuids, List<IdentityChange> journal) {
        return new BatchChanges(uuids, profileChanges(), idChanges(), List.copyOf(journal));
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
        Map<Id, Link> before = links(loaded.profiles().stream()
                .map(StoredProfile::profile)
                .filter(profile -> touched.contains(profile.id()))
                .toList());
        Map<Id, Link> after = links(
                touched.stream().map(profiles::get).filter(Objects::nonNull).toList());
        var all = new LinkedHashMap<>(before);
        all.putAll(after);
        Stream<IdChange> changed = all.entrySet().stream()
                .filter(each -> !Objects.equals(before.get(each.getKey()), after.get(each.getKey())))
                .map(each -> new IdChange(
                        each.getValue().linked(),
                        expected(each.getKey(), before.get(each.getKey())),
                        profile(after.get(each.getKey()))));
        // Had somebody had one of these, its event might have gone to them: so nobody may have it when this is
        // committed.
        Stream<IdChange> stillNobodys = roomless.entrySet().stream()
                .filter(each -> !all.containsKey(each.getKey()))
                .map(each -> new IdChange(
                        new LinkedId(each.getKey(), each.getValue(), false), expected(each.getKey(), null), null));
        return Stream.concat(changed, stillNobodys).toList();
    }

    /** An id, and whom it names. */
    private record Link(LinkedId linked, UUID profile) {}

    private static Map<Id, Link> links(List<Profile> profiles) {
        var links = new LinkedHashMap<Id, Link>();
        for (Profile profile : profiles) {
            profile.ids().forEach(linked -> links.put(linked.id(), new Link(linked, profile.id())));
        }
        return links;
    }

    private @Nullable UUID expected(Id id, @Nullable Link before) {
        Tombstone tombstone = loaded.tombstones().get(id);
        return tombstone == null ? profile(before) : tombstone.marker();
    }

    private static @Nullable UUID profile(@Nullable Link link) {
        return link == null ? null : link.profile();
    }
}
