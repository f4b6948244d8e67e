package io.p13n.offer.event;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.p13n.offer.TestData;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class EventReaderTest {

    @TestFactory
    Stream<DynamicTest> bodies() {
        return TestData.maps(TestData.yaml("events/bodies.yaml")).stream()
                .map(row -> DynamicTest.dynamicTest("body " + TestData.text(row, "body"), () -> judge(row)));
    }

    private static void judge(Map<String, Object> row) {
        var reading = read(TestData.text(row, "body"));
        if (row.containsKey("refused")) {
            assertThat(reading).isInstanceOf(UnacceptableEvent.class);
            assertThat(((UnacceptableEvent) reading).reason()).contains(TestData.text(row, "refused"));
            return;
        }
        assertThat(reading).isInstanceOf(Event.class);
        var event = (Event) reading;
        assertThat(widened(event.fields())).isEqualTo(widened(Objects.requireNonNull(row.get("fields"))));
        assertThat(event.time())
                .isEqualTo(row.get("time") instanceof Number seconds ? (Long) seconds.longValue() : null);
        assertThat(event.uuid()).isEqualTo(row.get("uuid") instanceof String uuid ? UUID.fromString(uuid) : null);
    }

    @Test
    void sixtyFourLevelsAreTakenAndNoMore() {
        assertThat(read("{\"a\":" + "[".repeat(63) + "]".repeat(63) + "}")).isInstanceOf(Event.class);
        assertThat(reason("{\"a\":" + "[".repeat(64) + "]".repeat(64) + "}")).contains("`a` is nested too deep");
        assertThat(reason("{\"a\":".repeat(100_000))).contains("nested too deep");
    }

    @Test
    void longNumbersAndStringsAreTakenWhereTheyAreFinite() {
        var million = 900_000;
        assertThat(event("{\"a\":0." + "1".repeat(million) + "}").fields()).containsEntry("a", 1.0 / 9);
        assertThat(event("{\"a\":\"" + "x".repeat(million) + "\"}").fields()).containsKey("a");
        assertThat(event("{\"" + "x".repeat(million) + "\":1}").fields()).hasSize(1);
        assertThat(event("{\"a\":1" + "0".repeat(40) + "}").fields()).containsEntry("a", 1e40);
        assertThat(reason("{\"a\":1" + "0".repeat(million) + "}")).contains("`a` holds a number beyond");
    }

    @Test
    void onlyWellFormedUtf8IsTaken() {
        assertThat(EventReader.read("{\"a\":1}".getBytes(UTF_16LE))).isInstanceOf(UnacceptableEvent.class);
        assertThat(EventReader.read("{\"a\":1}".getBytes(UTF_16BE))).isInstanceOf(UnacceptableEvent.class);
        assertThat(reason("\uFEFF{\"a\":1}")).contains("UTF-8");
        for (var malformed : List.of(new int[] {0xFF}, new int[] {0xC1, 0x81}, new int[] {0xED, 0xA0, 0x80}, new int[] {
            0xF4, 0x90, 0x80, 0x80
        })) {
            assertThat(EventReader.read(withinString(malformed))).isInstanceOf(UnacceptableEvent.class);
        }
    }

    @Test
    void aMessageQuotesNoMoreOfAHostileNameThanItMust() {
        assertThat(reason("{\"" + "\\n<script>".repeat(1000) + "\":1e999}"))
                .hasSizeLessThan(200)
                .doesNotContain("\n");
    }

    private static byte[] withinString(int[] malformed) {
        var body = "{\"a\":\"????\"}".getBytes(UTF_8);
        for (int i = 0; i < malformed.length; i++) {
            body[6 + i] = (byte) malformed[i];
        }
        return body;
    }

    private static EventReading read(String body) {
        return EventReader.read(body.getBytes(UTF_8));
    }

    private static Event event(String body) {
        assertThat(read(body)).isInstanceOf(Event.class);
        return (Event) read(body);
    }

    private static String reason(String body) {
        assertThat(read(body)).isInstanceOf(UnacceptableEvent.class);
        return ((UnacceptableEvent) read(body)).reason();
    }

    /** YAML reads small integers as Integer. */
    private static Object widened(Object value) {
        if (value instanceof Integer integer) {
            return integer.longValue();
        }
        if (value instanceof List<?> list) {
            return list.stream().map(element -> widened((Object) element)).toList();
        }
        if (value instanceof Map<?, ?> map) {
            var pairs = new ArrayList<List<Object>>();
            map.forEach((name, member) -> pairs.add(List.of(name, widened((Object) member))));
            pairs.sort((a, b) -> a.get(0).toString().compareTo(b.get(0).toString()));
            return pairs;
        }
        return value;
    }
}
