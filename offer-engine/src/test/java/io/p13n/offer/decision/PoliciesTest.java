package io.p13n.offer.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.integers;
import static org.quicktheories.generators.SourceDSL.lists;

import io.p13n.offer.TestData;
import io.p13n.offer.event.AcceptedEvent;
import io.p13n.offer.event.Caller;
import io.p13n.offer.event.Event;
import io.p13n.offer.profile.AttributeStates;
import io.p13n.offer.profile.BatchData;
import io.p13n.offer.profile.ExposureState;
import io.p13n.offer.profile.Profile;
import io.p13n.offer.profile.ProfileCodec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.quicktheories.core.Gen;

class PoliciesTest {

    private static final int HOUR = 3600;

    private static final CompiledService SERVICE = TestData.compiled("""
            account: 1
            instance: 1
            name: web
            event_tables: [shop.events]
            identity: {keys: [{name: customer_id}, {name: email}]}
            personalizations:
              - name: all
                offers:
                  - {name: thrice, frequency_cap: {times: 3, per: 1h}}
                  - {name: tested, holdout: 10%}
                  - {name: tested_too, holdout: 10%}
            """);

    @Test
    void capsAddUpWhenProfilesMerge() {
        var one = decide(1, "customer_id", "1", Profile.fresh(record(1))).profile();
        var other = decide(2, "email", "a@b", Profile.fresh(record(2))).profile();
        other = decide(3, "email", "a@b", other).profile();

        var merged = stored(SERVICE.merge(List.of(other, stored(one))));

        assertThat(names(decide(4, "email", "a@b", merged))).doesNotContain("thrice");
        assertThat(names(decide(4, "email", "a@b", other))).contains("thrice");
    }

    @Test
    void noPeriodHoldsMoreThanTheCapInWhateverOrderEventsAreApplied() {
        qt().withExamples(300).forAll(seconds()).check(seconds -> {
            var returned = new Capped(Profile.fresh(record(1)), List.of())
                    .after(seconds)
                    .returned();
            return returned.stream().allMatch(end -> within(end, returned) <= 3);
        });
    }

    @Test
    void aMergedProfileForgetsNothingThatACapDependsOn() {
        qt().withExamples(300).forAll(seconds(), seconds(), seconds()).check((ones, others, boths) -> {
            var one = new Capped(Profile.fresh(record(1)), List.of()).after(ones);
            var other = new Capped(Profile.fresh(record(2)), List.of()).after(others);
            var merged = one.merged(other);
            return merged.remembered() <= 3 && merged.after(boths).remembered() <= 3;
        });
    }

    private static Gen<List<Integer>> seconds() {
        return lists().of(integers().between(1, 4 * HOUR)).ofSizeBetween(1, 30);
    }

    private static long within(int end, List<Integer> seconds) {
        return seconds.stream()
                .filter(second -> second > end - HOUR && second <= end)
                .count();
    }

    /** A profile, and all the seconds in which it got the offer. */
    private record Capped(Profile profile, List<Integer> returned) {

        Capped after(List<Integer> seconds) {
            var capped = this;
            for (int second : seconds) {
                capped = capped.after(second);
            }
            return capped;
        }

        /** The offer comes as it would if nothing were ever forgotten. */
        private Capped after(int second) {
            var decision = decide(second, "customer_id", "1", profile);
            var isReturned = names(decision).contains("thrice");
            var before = returned.stream().filter(each -> each > second - HOUR).count();
            assertThat(isReturned).as("at %d after %s", second, returned).isEqualTo(before < 3);
            var all = new ArrayList<>(returned);
            if (isReturned) {
                all.add(second);
            }
            return new Capped(stored(decision.profile()), all);
        }

        Capped merged(Capped other) {
            var all = new ArrayList<>(returned);
            all.addAll(other.returned);
            return new Capped(stored(SERVICE.merge(List.of(profile, other.profile))), all);
        }

        int remembered() {
            return ExposureState.of(profile.states().get(ExposureState.name("thrice")))
                    .millis()
                    .size();
        }
    }

    @Test
    void whatIsNotAskedForUsesNoCap() {
        var event = event(1, "customer_id", "1");
        var ids = SERVICE.identify(event.event()).ids();

        var applied = SERVICE.apply(event, ids, Profile.fresh(record(1)));

        assertThat(applied.offers()).isEmpty();
        assertThat(applied.profile().states()).isEqualTo(AttributeStates.NONE);
        assertThat(applied.profile().known()).isTrue();
    }

    @Test
    void aDuplicateUsesNoCap() {
        var profile = decide(1, "customer_id", "1", Profile.fresh(record(1))).profile();

        var answer = SERVICE.answer(event(2, "customer_id", "1"), profile, BatchData.NONE);

        assertThat(answer.profile()).isEqualTo(profile);
        assertThat(answer.holdouts()).isEmpty();
        assertThat(names(answer)).contains("thrice");
    }

    @Test
    void aHoldoutKeepsAStableShareAndCountsBothGroups() {
        int held = 0;
        int both = 0;
        for (int customer = 1; customer <= 10_000; customer++) {
            var profile = Profile.fresh(new UUID(0x0197_0000_0000_7000L + customer, 0x8000_0000_0000_0000L));
            var decision = decide(1, "customer_id", "" + customer, profile);
            var again = decide(2, "customer_id", "" + customer, decision.profile());
            assertThat(decision.holdouts()).isEqualTo(again.holdouts()).hasSize(2);
            var isHeld = decision.holdouts().get(0).held();
            assertThat(names(decision).contains("tested")).isEqualTo(!isHeld);
            held += isHeld ? 1 : 0;
            both += isHeld && decision.holdouts().get(1).held() ? 1 : 0;
        }
        assertThat(held).isBetween(900, 1100);
        assertThat(both).isBetween(60, 140);
    }

    /** Another hash would send the customers of every experiment under way to other groups. */
    @Test
    void whoIsHeldOutStaysSoFromReleaseToRelease() {
        assertThat(heldOut("tested")).containsExactly(16, 26, 29, 31, 53, 68, 75);
        assertThat(heldOut("tested_too")).containsExactly(21, 31, 40, 52, 60, 62, 65, 68, 93);
    }

    @Test
    void aVisitorWithoutAnIdIsNeitherHeldOutNorCounted() {
        for (int record = 1; record <= 100; record++) {
            var decision = decide(record, "nothing", "1", Profile.fresh(record(record)));
            assertThat(names(decision)).containsExactly("thrice", "tested", "tested_too");
            assertThat(decision.holdouts()).isEmpty();
        }
    }

    /** Of the first hundred profiles. */
    private static List<Integer> heldOut(String offer) {
        var policies = SERVICE.offers().stream()
                .filter(each -> each.name().equals(offer))
                .findFirst()
                .orElseThrow()
                .policies();
        return IntStream.rangeClosed(1, 100)
                .filter(number -> policies.isHeldOut(record(number)))
                .boxed()
                .toList();
    }

    private static Profile stored(Profile profile) {
        return ProfileCodec.decode(profile.id(), profile.ids(), ProfileCodec.encode(profile));
    }

    private static Decision decide(int record, String key, String value, Profile profile) {
        return SERVICE.decide(event(record, key, value), profile, BatchData.NONE);
    }

    private static AcceptedEvent event(int record, String key, String value) {
        return new AcceptedEvent(
                record(record),
                Instant.ofEpochSecond(record),
                "shop.events",
                Caller.PRIVATE,
                new Event(Map.of(key, value), null, null));
    }

    private static List<String> names(Decision decision) {
        return decision.offers().stream().map(Offer::name).toList();
    }

    private static UUID record(int number) {
        return new UUID(0x0197_0000_0000_7000L, number);
    }
}
