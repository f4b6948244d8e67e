package io.p13n.offer.profile;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.p13n.offer.definition.IdentityDefinition;
import io.p13n.offer.definition.IdentityKey;
import io.p13n.offer.definition.IdentityKey.Normalize;
import io.p13n.offer.event.Caller;
import io.p13n.offer.event.Event;
import io.p13n.offer.event.EventReader;
import io.p13n.offer.profile.DroppedId.Reason;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IdentityRulesTest {

    private static final IdentityRules RULES = IdentityRules.of(new IdentityDefinition(
            List.of(
                    new IdentityKey("customer_id", null, List.of(), Normalize.NONE, false),
                    new IdentityKey("email", "[^@]+@[^@]+", List.of("Test@test.com"), Normalize.LOWERCASE, false),
                    new IdentityKey("td_client_id", null, List.of(), Normalize.NONE, true)),
            200,
            50));

    @Test
    void theMostTrustedIdComesFirstWhereverItStands() {
        assertThat(identify("{'td_client_id':'c','email':'Ada@Example.com','customer_id':7}")
                        .ids())
                .containsExactly(
                        new Id("customer_id", "7"), new Id("email", "ada@example.com"), new Id("td_client_id", "c"));
    }

    @Test
    void aBrowserCountsOnlyWithPublicKeys() {
        var ids = identify("{'td_client_id':'c','customer_id':'7'}").ids();

        assertThat(RULES.counting(Caller.PUBLIC, ids)).containsExactly(new Id("td_client_id", "c"));
        assertThat(RULES.counting(Caller.PRIVATE, ids)).isEqualTo(ids);
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '"', textBlock = """
                    {'customer_id':''},                  customer_id, EMPTY
                    {'customer_id':true},                customer_id, NOT_TEXT
                    {'customer_id':1.5},                 customer_id, NOT_TEXT
                    {'customer_id':['1']},               customer_id, NOT_TEXT
                    {'customer_id':1000000000000000000000000000000000000000},customer_id,NOT_TEXT
                    {'email':'ada'},                     email,       NOT_VALID
                    {'email':'a@b@c'},                   email,       NOT_VALID
                    {'email':'TEST@test.com'},           email,       INVALID
                    {'Email':'a@b'},                     email,       WRONG_CASE
                    """)
    void anUnusableValueIsDroppedWithItsReason(String body, String key, Reason reason) {
        var identified = identify(body);

        assertThat(identified.ids()).isEmpty();
        assertThat(identified.dropped()).containsExactly(new DroppedId(key, reason));
    }

    @Test
    void anIdHasAtMost256BytesOfUtf8() {
        assertThat(identify("{'customer_id':'" + "é".repeat(128) + "'}").ids()).hasSize(1);
        assertThat(identify("{'customer_id':'" + "é".repeat(128) + "x'}").dropped())
                .containsExactly(new DroppedId("customer_id", Reason.TOO_LONG));
    }

    @Test
    void anIntegerIsTakenAsWritten() {
        assertThat(identify("{'customer_id':" + "9".repeat(38) + "}").ids())
                .containsExactly(new Id("customer_id", "9".repeat(38)));
    }

    private static Identified identify(String body) {
        return RULES.identify((Event) EventReader.read(body.replace('\'', '"').getBytes(UTF_8)));
    }
}
