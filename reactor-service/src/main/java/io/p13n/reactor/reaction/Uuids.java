package io.p13n.reactor.reaction;

import io.p13n.reactor.profile.BatchChanges.UuidChange;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The uuids of one batch: which were applied before, within the window by moments of acceptance, and so don't count
 * again.
 */
final class Uuids {

    private final Map<UUID, Instant> loaded;
    private final Duration window;
    private final Map<UUID, Instant> applied = new HashMap<>();

    Uuids(Map<UUID, Instant> loaded, Duration window) {
        this.loaded = loaded;
        this.window = window;
    }

    boolean isDuplicate(@Nullable UUID uuid, Instant acceptedAt) {
        if (uuid == null) {
            return false;
        }
        Instant before = applied.getOrDefault(uuid, loaded.get(uuid));
        return before != null && Duration.between(before, acceptedAt).abs().compareTo(window) < 0;
    }

    void remember(@Nullable UUID uuid, Instant acceptedAt) {
        if (uuid != null) {
            applied.put(uuid, acceptedAt);
        }
    }

    List<UuidChange> changes() {
        return applied.entrySet().stream()
                .map(each -> new UuidChange(each.getKey(), loaded.get(each.getKey()), each.getValue()))
                .toList();
    }
}
