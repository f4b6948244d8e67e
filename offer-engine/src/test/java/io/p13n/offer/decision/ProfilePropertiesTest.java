package io.p13n.offer.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.integers;
import static org.quicktheories.generators.SourceDSL.lists;
import static org.quicktheories.generators.SourceDSL.longs;

import io.p13n.offer.TestData;
import io.p13n.offer.event.AcceptedEvent;
import io.p13n.offer.event.Caller;
import io.p13n.offer.event.Event;
import io.p13n.offer.profile.BatchData;
import io.p13n.offer.profile.Profile;
import io.p13n.offer.profile.ProfileCodec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.quicktheories.core.Gen;

/** Whatever the order in which events come and profiles merge, the customer's profile ends the same. */
class ProfilePropertiesTest {

    private static final CompiledService SERVICE = TestData.compiled("""
            account: 1
            instance: 1
            name: web
            event_tables: [shop.events]
            identity: {keys: [{name: customer_id}]}
            key_events:
              - {name: odd, table: shop.events, when: 'event.value % 2 == 1'}
              - {name: small, table: shop.events, when: 'event.value in [1, 2, 3]'}
              - {name: negative, table: shop.events, when: 'event.value < 0'}
              - {name: seven, table: shop.events, when: 'event.value == 7'}
            attributes:
              - {name: last, kind: single, on: any, column: value, type: number}
              - {name: last_odd, kind: single, on: odd, column: value, type: string, keep: 1h}
              - {name: total, kind: counter, on: any, increment: value}
              - {name: odds, kind: counter, on: odd, window: 30m, sub_windows: {short: 1m, middle: 7m}}
              - {name: sums, kind: counter, on: any, increment: value, window: 24h}
              - {name: kept, kind: list, on: any, id: value, fields: [number], max_items: 9, keep: 90m, remove_on: [{key_event: negative, id: number}, {key_event: seven}]}
              - {name: latest, kind: list, on: any, id: value, fields: [number], max_items: 3}
              - {name: both, kind: list, on: odd, id: value, fields: [number], max_items: 50, remove_on: [{key_event: small, id: value}]}
            """);

    private static final Instant START = Instant.parse("2026-03-01T12:00:00.123Z");

    @Test
    void theOrderOfEventsDoesNotMatter() {
        qt().withExamples(500)
                .forAll(histories(), longs().all())
                .check((events, seed) -> isSame(applied(events), applied(shuffled(events, seed))));
    }

    @Test
    void theOrderOfMergesDoesNotMatter() {
        qt().withExamples(500)
                .forAll(histories(), longs().all())
                .check((events, seed) -> isSame(applied(events), merged(events, new Random(seed))));
    }

    @Test
    void aProfileSurvivesItsEncoding() {
        qt().withExamples(300).forAll(histories()).check(events -> {
            var profile = applied(events);
            return ProfileCodec.decode(profile.id(), profile.ids(), ProfileCodec.encode(profile))
                    .equals(profile);
        });
    }

    @Test
    void theHistoriesWriteEveryAttribute() {
        var profile = applied(List.of(event(0, 1), event(1, 2)));

        var names = new ArrayList<String>();
        profile.states().forEach((name, state) -> names.add(name));
        assertThat(names).containsExactly("both", "kept", "last", "last_odd", "latest", "odds", "sums", "total");
    }

    /** Events within some hours, many at the same second, each with its place in the log as its record id. */
    private static Gen<List<AcceptedEvent>> histories() {
        var seconds = integers().between(0, 6).zip(integers().between(0, 2000), (hours, more) -> hours * 3600 - more);
        return lists().of(seconds.zip(integers().between(-3, 9), List::of))
                .ofSizeBetween(1, 15)
                .map(pairs -> {
                    var events = new ArrayList<AcceptedEvent>();
                    pairs.forEach(pair -> events.add(event(events.size(), pair.get(0), pair.get(1))));
                    return events;
                });
    }

    private static AcceptedEvent event(int number, int value) {
        return event(number, number, value);
    }

    private static AcceptedEvent event(int number, int second, int value) {
        var time = START.getEpochSecond() + second;
        return new AcceptedEvent(
                new UUID(0x0197_0000_0000_7000L, number),
                START.plusSeconds(second + number % 3L),
                "shop.events",
                Caller.PRIVATE,
                new Event(
                        Map.of("value", (long) value, "number", (long) -value),
                        number % 4 == 0 ? null : (Long) time,
                        null));
    }

    private static Profile applied(List<AcceptedEvent> events) {
        var profile = Profile.fresh(events.get(0).recordId());
        for (var event : events) {
            profile = SERVICE.decide(event, profile, BatchData.NONE).profile();
        }
        return profile;
    }

    /** The events fall to several profiles, which become one, two at a time, in some order. */
    private static Profile merged(List<AcceptedEvent> events, Random random) {
        var parts = new ArrayList<List<AcceptedEvent>>();
        for (var event : events) {
            if (parts.isEmpty() || random.nextInt(3) == 0) {
                parts.add(new ArrayList<>());
            }
            parts.get(random.nextInt(parts.size())).add(event);
        }
        var profiles = new ArrayList<>(parts.stream()
                .filter(part -> !part.isEmpty())
                .map(ProfilePropertiesTest::applied)
                .toList());
        while (profiles.size() > 1) {
            var one = profiles.remove(random.nextInt(profiles.size()));
            var other = profiles.remove(random.nextInt(profiles.size()));
            profiles.add(SERVICE.merge(List.of(one, other)));
        }
        return profiles.get(0);
    }

    private static List<AcceptedEvent> shuffled(List<AcceptedEvent> events, long seed) {
        var shuffled = new ArrayList<>(events);
        Collections.shuffle(shuffled, new Random(seed));
        return shuffled;
    }

    /** The same but for the id, which is that of the event that came first. */
    private static boolean isSame(Profile one, Profile other) {
        return new Profile(other.id(), one.ids(), one.firstSeen(), one.lastSeen(), one.states()).equals(other);
    }
}
