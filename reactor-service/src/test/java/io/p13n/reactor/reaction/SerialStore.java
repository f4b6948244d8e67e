package io.p13n.reactor.reaction;

import static org.assertj.core.api.Assertions.assertThat;

import io.p13n.offer.profile.BatchData;
import io.p13n.offer.profile.Id;
import io.p13n.offer.profile.Profile;
import io.p13n.reactor.profile.BatchChanges;
import io.p13n.reactor.profile.BatchChanges.IdChange;
import io.p13n.reactor.profile.BatchChanges.ProfileChange;
import io.p13n.reactor.profile.LoadedBatch;
import io.p13n.reactor.profile.StoredProfile;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A store in memory, for one batch at a time, that treats changes as {@code commit_batch} does: compare, then set. */
final class SerialStore {

    private final Map<UUID, StoredProfile> stored = new HashMap<>();
    private final Map<Id, UUID> owners = new HashMap<>();
    private final Map<UUID, Instant> uuids = new HashMap<>();
    private long version;

    SerialStore copy() {
        var copy = new SerialStore();
        copy.stored.putAll(stored);
        copy.owners.putAll(owners);
        copy.uuids.putAll(uuids);
        copy.version = version;
        return copy;
    }

    LoadedBatch load(Collection<Id> ids, Collection<UUID> asked) {
        var seen = new HashMap<>(uuids);
        seen.keySet().retainAll(asked);
        return new LoadedBatch(
                ids.stream()
                        .map(owners::get)
                        .filter(Objects::nonNull)
                        .distinct()
                        .map(stored::get)
                        .toList(),
                BatchData.NONE,
                seen,
                Map.of());
    }

    void commit(BatchChanges changes) {
        changes.uuids().forEach(change -> uuids.put(change.uuid(), change.acceptedAt()));
        for (IdChange change : changes.ids()) {
            Id id = change.linked().id();
            assertThat(owners.get(id)).isEqualTo(change.expectedProfile());
            set(owners, id, change.newProfile());
        }
        for (ProfileChange change : changes.profiles()) {
            StoredProfile before = stored.get(change.id());
            assertThat(before == null ? null : before.version()).isEqualTo(change.expectedVersion());
            Profile after = change.profile();
            set(stored, change.id(), after == null ? null : new StoredProfile(after, ++version));
        }
    }

    Map<UUID, Profile> profiles() {
        var profiles = new HashMap<UUID, Profile>();
        stored.forEach((id, each) -> profiles.put(id, each.profile()));
        return profiles;
    }

    Map<Id, UUID> owners() {
        return Map.copyOf(owners);
    }

    private static <K, V> void set(Map<K, V> map, K key, @Nullable V value) {
        if (value == null) {
            map.remove(key);
        } else {
            map.put(key, value);
        }
    }
}
