package io.p13n.offer.decision;

import static org.assertj.core.api.Assertions.assertThat;

import io.p13n.offer.profile.Id;
import io.p13n.offer.profile.LinkedId;
import io.p13n.offer.profile.Profile;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class MeetingTest {

    private static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");
    private static final Stitching FREE = new Stitching(50, NOW);

    private final Id customer = new Id("customer_id", "1");
    private final Id email = new Id("email", "ada@example.com");
    private final Id laptop = new Id("td_client_id", "laptop");
    private final Id phone = new Id("td_client_id_2", "phone");
    private final Map<Id, Profile> owners = new HashMap<>();

    @Test
    void aServerJoinsAllWhomItNames() {
        Profile one = proven(customer);
        Profile two = proven(email);

        Meeting meeting = Meeting.ofPrivate(List.of(customer, email), owners::get, FREE);

        assertThat(meeting.met()).containsExactly(one, two);
        assertThat(meeting.released()).isEmpty();
    }

    @Test
    void whatABrowserClaimedForAnotherComesAlone() {
        Profile mine = proven(customer);
        Profile others = claimed(laptop, phone);

        Meeting meeting = Meeting.ofPrivate(List.of(customer, laptop), owners::get, FREE);

        assertThat(meeting.met()).containsExactly(mine);
        assertThat(meeting.joining()).containsExactly(customer, laptop);
        assertThat(meeting.released()).containsExactly(Map.entry(laptop, others));
    }

    @Test
    void aProfileWithNoOtherIdComesAlong() {
        Profile mine = proven(customer);
        Profile anonymous = claimed(laptop);

        Meeting meeting = Meeting.ofPrivate(List.of(customer, laptop), owners::get, FREE);

        assertThat(meeting.met()).containsExactly(mine, anonymous);
    }

    @Test
    void aBrowserReachesTheMostTrustedOnlyAndTakesNobodysIds() {
        Profile first = claimed(laptop);
        claimed(phone);

        Meeting meeting = Meeting.ofPublic(List.of(laptop, phone), owners::get);

        assertThat(meeting.met()).containsExactly(first);
        assertThat(meeting.joining()).containsExactly(laptop);
        assertThat(meeting.released()).isEmpty();
    }

    @Test
    void aBrowsersUnknownIdsJoinWhoeverItNames() {
        Profile known = claimed(phone);

        Meeting meeting = Meeting.ofPublic(List.of(laptop, phone), owners::get);

        assertThat(meeting.met()).containsExactly(known);
        assertThat(meeting.joining()).containsExactly(laptop, phone);
    }

    @Test
    void whoHasTakenInManyTakesInNoMore() {
        Profile full = swallowed(proven(customer), 2);
        Profile other = proven(email);

        Meeting meeting = Meeting.ofPrivate(List.of(customer, email, phone), owners::get, new Stitching(2, NOW));

        assertThat(meeting.met()).containsExactly(full);
        assertThat(meeting.apart()).containsExactly(other);
        assertThat(meeting.joining()).containsExactly(customer, phone);
    }

    @Test
    void whatBothHaveTakenInCounts() {
        swallowed(proven(customer), 1);
        swallowed(proven(email), 1);

        assertThat(Meeting.ofPrivate(List.of(customer, email), owners::get, new Stitching(2, NOW))
                        .met())
                .hasSize(1);
        assertThat(Meeting.ofPrivate(List.of(customer, email), owners::get, new Stitching(3, NOW))
                        .met())
                .hasSize(2);
    }

    @Test
    void aDayLaterItMayTakeInOthersAgain() {
        swallowed(proven(customer), 2);
        proven(email);
        var tomorrow = new Stitching(2, NOW.plus(Duration.ofHours(24)));

        assertThat(Meeting.ofPrivate(List.of(customer, email), owners::get, tomorrow)
                        .met())
                .hasSize(2);
    }

    @Test
    void whatComesLateFindsTheDayAsItWas() {
        Profile full = swallowed(proven(customer), 2);
        Profile tomorrows = new Stitching(2, NOW.plus(Duration.ofHours(25))).remember(full, 1);
        owners.put(customer, tomorrows);
        proven(email);
        var today = new Stitching(2, NOW.plus(Duration.ofHours(23)));

        assertThat(Meeting.ofPrivate(List.of(customer, email), owners::get, today)
                        .met())
                .containsExactly(tomorrows);
    }

    private Profile swallowed(Profile profile, int others) {
        Profile full = FREE.remember(profile, others);
        full.ids().forEach(linked -> owners.put(linked.id(), full));
        return full;
    }

    private Profile proven(Id... ids) {
        return profile(true, ids);
    }

    private Profile claimed(Id... ids) {
        return profile(false, ids);
    }

    private Profile profile(boolean proven, Id... ids) {
        UUID recordId = new UUID(0x0197_0000_0000_7000L, owners.size());
        var linked = new ArrayList<LinkedId>();
        for (Id id : ids) {
            linked.add(new LinkedId(id, recordId, proven));
        }
        Profile profile = Profile.fresh(recordId).withIds(linked);
        for (Id id : ids) {
            owners.put(id, profile);
        }
        return profile;
    }
}
