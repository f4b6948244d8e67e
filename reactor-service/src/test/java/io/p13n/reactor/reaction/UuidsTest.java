package io.p13n.reactor.reaction;

import static org.assertj.core.api.Assertions.assertThat;

import io.p13n.reactor.profile.BatchChanges.UuidChange;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UuidsTest {

    private static final Duration WINDOW = Duration.ofHours(24);

    private final UUID uuid = UUID.randomUUID();

    @ParameterizedTest(name = "seen {0}, accepted {1}: {2}")
    @CsvSource({
        "2026-11-24T10:00:00Z, 2026-11-24T10:00:00Z, true",
        "2026-11-24T23:59:59Z, 2026-11-25T00:00:01Z, true",
        "2026-11-24T10:00:00Z, 2026-11-25T09:59:59.999Z, true",
        "2026-11-24T10:00:00Z, 2026-11-25T10:00:00Z, false",
        "2026-11-24T10:00:00Z, 2026-11-24T09:00:00Z, true",
        "2026-11-24T10:00:00Z, 2026-11-23T10:00:00Z, false"
    })
    void theWindowIsOfMomentsOfAcceptanceWhicheverCameFirst(Instant seen, Instant accepted, boolean duplicate) {
        var uuids = new Uuids(Map.of(uuid, seen), WINDOW);

        assertThat(uuids.isDuplicate(uuid, accepted)).isEqualTo(duplicate);
    }

    @Test
    void anEventWithoutAUuidIsNeverADuplicate() {
        var uuids = new Uuids(Map.of(), WINDOW);
        uuids.remember(null, Instant.EPOCH);

        assertThat(uuids.isDuplicate(null, Instant.EPOCH)).isFalse();
        assertThat(uuids.changes()).isEmpty();
    }

    @Test
    void theSecondOfOneBatchIsADuplicate() {
        var uuids = new Uuids(Map.of(), WINDOW);
        Instant first = Instant.parse("2026-11-24T10:00:00Z");
        uuids.remember(uuid, first);

        assertThat(uuids.isDuplicate(uuid, first.plusMillis(3))).isTrue();
        assertThat(uuids.changes()).containsExactly(new UuidChange(uuid, null, first));
    }

    @Test
    void oneThatIsTooOldIsReplaced() {
        Instant old = Instant.parse("2026-11-20T10:00:00Z");
        Instant now = Instant.parse("2026-11-24T10:00:00Z");
        var uuids = new Uuids(Map.of(uuid, old), WINDOW);
        uuids.remember(uuid, now);

        assertThat(uuids.changes()).containsExactly(new UuidChange(uuid, old, now));
    }
}
