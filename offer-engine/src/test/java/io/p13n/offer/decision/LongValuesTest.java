package io.p13n.offer.decision;

import static org.assertj.core.api.Assertions.assertThat;

import io.p13n.offer.TestData;
import io.p13n.offer.decision.DroppedValue.Reason;
import io.p13n.offer.event.AcceptedEvent;
import io.p13n.offer.event.Caller;
import io.p13n.offer.event.Event;
import io.p13n.offer.profile.BatchData;
import io.p13n.offer.profile.BatchRow;
import io.p13n.offer.profile.Id;
import io.p13n.offer.profile.Profile;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Wherever a text comes from, it has 500 bytes of UTF-8 at most; a longer one is dropped and counted. */
class LongValuesTest {

    private static final String LONGEST = "é".repeat(250);
    private static final String TOO_LONG = LONGEST + "x";

    private static final CompiledService SERVICE = TestData.compiled("""
            account: 1
            instance: 1
            name: web
            event_tables: [shop.events]
            identity: {keys: [{name: customer_id}]}
            attributes:
              - {name: text, kind: single, on: any, column: text, type: string}
              - {name: rows, kind: list, on: any, id: row, fields: [note]}
              - {name: loyalty, kind: imported, type: string}
            personalizations:
              - name: all
                offers:
                  - name: told
                    payload: {attributes: {text: {attribute: text}, rows: {attribute: rows}, loyalty: {attribute: loyalty}}}
            """);

    @Test
    void theLongestIsTaken() {
        var decision = decide(Map.of("text", LONGEST, "row", LONGEST, "note", LONGEST), LONGEST);

        assertThat(decision.dropped()).isEmpty();
        assertThat(told(decision, "text")).isEqualTo(LONGEST);
        assertThat(told(decision, "rows")).isEqualTo(List.of(Map.of("row", LONGEST, "note", LONGEST)));
        assertThat(told(decision, "loyalty")).isEqualTo(LONGEST);
    }

    @Test
    void aLongerOneIsDroppedAndARowWithoutIdIsNone() {
        var decision = decide(Map.of("text", TOO_LONG, "row", TOO_LONG, "note", "short"), TOO_LONG);

        assertThat(decision.dropped()).containsExactlyInAnyOrder(dropped("text"), dropped("rows"), dropped("loyalty"));
        assertThat(told(decision, "text")).isNull();
        assertThat(told(decision, "rows")).isEqualTo(List.of());
        assertThat(told(decision, "loyalty")).isNull();
    }

    @Test
    void aRowStaysWithoutTheFieldThatIsTooLong() {
        var decision = decide(Map.of("row", "r", "note", TOO_LONG), "high");

        assertThat(decision.dropped()).containsExactly(dropped("rows"));
        assertThat(told(decision, "rows")).isEqualTo(List.of(Map.of("row", "r")));
    }

    private static DroppedValue dropped(String attribute) {
        return new DroppedValue(attribute, Reason.TOO_LONG);
    }

    private static @Nullable Object told(Decision decision, String output) {
        return Objects.requireNonNull(decision.offers().get(0).attributes()).get(output);
    }

    private static Decision decide(Map<String, String> given, String loyalty) {
        var fields = new HashMap<String, Object>(given);
        fields.put("customer_id", "1");
        var event = new AcceptedEvent(
                new UUID(1, 1), Instant.EPOCH, "shop.events", Caller.PRIVATE, new Event(fields, null, null));
        var known = Map.of(new Id("customer_id", "1"), new BatchRow(Set.of(), Map.of("loyalty", loyalty)));
        return SERVICE.decide(event, Profile.fresh(new UUID(1, 1)), BatchData.of(known));
    }
}
