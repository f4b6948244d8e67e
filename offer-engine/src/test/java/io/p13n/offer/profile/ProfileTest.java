package io.p13n.offer.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ProfileTest {

    private static final UUID EARLY = UUID.fromString("01970000-0000-7000-8000-000000000000");

    /** Its first bit is set, which makes it negative to UUID.compareTo. */
    private static final UUID LATE = UUID.fromString("f1970000-0000-7000-8000-000000000000");

    @Test
    void theProfileWhoseFirstEventCameFirstSurvives() {
        var early = Profile.fresh(EARLY);
        var late = Profile.fresh(LATE);

        assertThat(Profile.merged(List.of(early, late)).id()).isEqualTo(EARLY);
        assertThat(Profile.merged(List.of(late, early)).id()).isEqualTo(EARLY);
    }

    @Test
    void idsAreKeptOldestFirst() {
        var email = new LinkedId(new Id("email", "a@b"), LATE, true);
        var customer = new LinkedId(new Id("customer_id", "1"), EARLY, true);
        var merged = Profile.merged(List.of(
                Profile.fresh(LATE).withIds(List.of(email)),
                Profile.fresh(EARLY).withIds(List.of(customer))));

        assertThat(merged.ids()).containsExactly(customer, email);
    }

    @Test
    void theEncodedStateIsCompactAndReadBack() {
        var time = Instant.parse("2026-03-01T12:00:00Z");
        var states = AttributeStates.of(Map.of(
                "first_name", new SingleState("Ada", new Moment(time, time.plusMillis(250), EARLY)),
                "age", new SingleState(36.5, new Moment(time, time, EARLY)),
                "member", new SingleState(true, new Moment(time, time, EARLY)),
                "birthday", new SingleState(Instant.parse("1815-12-10T00:00:00Z"), new Moment(time, time, EARLY)),
                "views", CounterState.apply(null, Windows.of(Set.of(Duration.ofHours(1))), 1_000_000, time),
                "spend", CounterState.apply(null, Windows.NONE, 19_990_000, time)));
        var profile = new Profile(EARLY, List.of(), time, time, states);

        var text = ProfileCodec.encode(profile);

        assertThat(text)
                .startsWith("{\"f\":1772366400000,\"l\":1772366400000,\"m\":["
                        + "[1772366400000,250,\"01970000-0000-7000-8000-000000000000\"],"
                        + "[1772366400000,0,\"01970000-0000-7000-8000-000000000000\"]],\"a\":{\"age\":[\"s\",36.5,1]")
                .contains("\"first_name\":[\"s\",\"Ada\",0]")
                .contains("\"spend\":[\"c\",19.99,{}]")
                .contains("\"views\":[\"c\",0,{\"3600\":[29539440,0,1]}]");
        assertThat(ProfileCodec.decode(EARLY, List.of(), text)).isEqualTo(profile);
    }

    @Test
    void aFreshProfileIsEncodedToo() {
        var fresh = Profile.fresh(EARLY);

        assertThat(ProfileCodec.decode(EARLY, List.of(), ProfileCodec.encode(fresh)))
                .isEqualTo(fresh);
    }

    @Test
    void aStateOfALaterVersionIsNotGuessedAt() {
        for (var text : List.of("{\"x\":1}", "{\"a\":{\"n\":[\"z\",1]}}", "{\"a\":", "nonsense", "[]", "")) {
            assertThatIllegalArgumentException().isThrownBy(() -> ProfileCodec.decode(EARLY, List.of(), text));
        }
    }
}
