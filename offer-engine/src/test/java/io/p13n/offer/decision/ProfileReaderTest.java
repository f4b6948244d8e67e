package io.p13n.offer.decision;

import static org.assertj.core.api.Assertions.assertThat;

import io.p13n.offer.TestData;
import io.p13n.offer.profile.AttributeState;
import io.p13n.offer.profile.AttributeStates;
import io.p13n.offer.profile.BatchData;
import io.p13n.offer.profile.BatchRow;
import io.p13n.offer.profile.CounterState;
import io.p13n.offer.profile.Id;
import io.p13n.offer.profile.LinkedId;
import io.p13n.offer.profile.Moment;
import io.p13n.offer.profile.Profile;
import io.p13n.offer.profile.SingleState;
import io.p13n.offer.profile.Windows;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ProfileReaderTest {

    private static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");
    private static final UUID RECORD = new UUID(1, 1);

    private final ProfileReader reader = ProfileReader.of(TestData.service("""
            account: 1
            instance: 1
            name: web
            event_tables: [shop.events]
            identity: {keys: [{name: email}]}
            key_events: [{name: view, table: shop.events, when: event.v == 1}]
            attributes:
              - {name: first_name, kind: single, on: any, column: first_name, type: string, keep: 1d}
              - {name: views, kind: counter, on: view, window: 24h, sub_windows: {last_hour: 1h}}
              - {name: visits, kind: counter, on: view}
              - {name: loyalty, kind: imported, type: number}
            personalizations:
              - name: all
                offers: [{name: none, entry_criteria: {profile: profile.views > 0}, payload: {attributes: {views: {attribute: views}}}}]
            """));

    @Test
    void valuesAreThoseOfTheMomentAndWhatIsMissingIsLeftOut() {
        Profile profile = profile(Map.of(
                "first_name",
                new SingleState("Ada", new Moment(NOW, NOW, RECORD)),
                "views",
                views(3, NOW.minus(Duration.ofHours(2)))));

        assertThat(reader.read(profile, BatchData.NONE, NOW).values())
                .containsEntry("first_name", "Ada")
                .containsEntry("views", 3.0)
                .containsEntry("views_last_hour", 0.0)
                .containsEntry("visits", 0.0)
                .containsEntry("known", true)
                .doesNotContainKeys("loyalty", "first_seen");
        assertThat(reader.read(profile, BatchData.NONE, NOW.plus(Duration.ofDays(2)))
                        .values())
                .containsEntry("views", 0.0)
                .doesNotContainKey("first_name");
    }

    @Test
    void whatTheWarehouseKnowsIsRead() {
        var known = Map.of(new Id("email", "a@b"), new BatchRow(Set.of("7"), Map.of("loyalty", "60")));

        var reading = reader.read(profile(Map.of()), BatchData.of(known), NOW);

        assertThat(reading.values()).containsEntry("loyalty", 60.0);
        assertThat(reading.segments()).containsExactly("7");
    }

    private static CounterState views(int count, Instant time) {
        Windows windows = Windows.of(Set.of(Duration.ofHours(24), Duration.ofHours(1)));
        return CounterState.apply(null, windows, count * 1_000_000L, time);
    }

    private static Profile profile(Map<String, AttributeState> states) {
        var email = new LinkedId(new Id("email", "a@b"), RECORD, true);
        return new Profile(RECORD, List.of(email), null, null, AttributeStates.of(states));
    }
}
