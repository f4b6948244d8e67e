package io.p13n.offer.decision;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.p13n.offer.TestData;
import io.p13n.offer.event.AcceptedEvent;
import io.p13n.offer.event.Caller;
import io.p13n.offer.event.Event;
import io.p13n.offer.event.EventReader;
import io.p13n.offer.profile.BatchData;
import io.p13n.offer.profile.BatchRow;
import io.p13n.offer.profile.Catalogs;
import io.p13n.offer.profile.Id;
import io.p13n.offer.profile.Profile;
import io.p13n.offer.profile.ProfileCodec;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The cases of {@code decisions/*.yaml}: a definition, and what events lead to under it. */
class DecisionCasesTest {

    @TestFactory
    Stream<DynamicTest> theShop() {
        return cases("decisions/shop.yaml");
    }

    @TestFactory
    Stream<DynamicTest> theProductDocument() {
        return cases("decisions/product-document.yaml");
    }

    @TestFactory
    Stream<DynamicTest> theCart() {
        return cases("decisions/cart.yaml");
    }

    @TestFactory
    Stream<DynamicTest> policies() {
        return cases("decisions/policies.yaml");
    }

    private static Stream<DynamicTest> cases(String file) {
        var document = TestData.map(TestData.yaml(file));
        var service = TestData.compiled(TestData.text(document, "definition"));
        return TestData.maps(document.get("cases")).stream()
                .map(story -> DynamicTest.dynamicTest(
                        TestData.text(story, "case"), () -> play(service, story, catalogs(document))));
    }

    private static void play(CompiledService service, Map<String, Object> story, Catalogs catalogs) {
        var data = batch(TestData.maps(story.getOrDefault("batch", List.of()))).with(catalogs);
        var profile = Profile.fresh(new UUID(0x0197_0000_0000_7000L, 0));
        int record = 0;
        for (var step : TestData.maps(story.get("events"))) {
            var event = event(step, ++record);
            var decision = service.decide(event, profile, data);
            assertThat(TestData.parsed(new String(Offers.toJson(decision.offers()), UTF_8)))
                    .as("offers of event %d", record)
                    .isEqualTo(Map.of("offers", step.get("offers")));
            assertThat(decision.dropped())
                    .as("dropped by event %d", record)
                    .extracting(dropped -> dropped.attribute() + " " + dropped.reason())
                    .isEqualTo(step.getOrDefault("dropped", List.of()));
            if (step.containsKey("ids")) {
                assertThat(decision.profile().ids())
                        .extracting(id -> id.id().key() + "=" + id.id().value())
                        .isEqualTo(step.get("ids"));
            }
            profile = stored(decision.profile());
        }
    }

    /** As the next event will find it. */
    private static Profile stored(Profile profile) {
        var read = ProfileCodec.decode(profile.id(), profile.ids(), ProfileCodec.encode(profile));
        assertThat(read).isEqualTo(profile);
        return read;
    }

    private static AcceptedEvent event(Map<String, Object> step, int record) {
        var body = TestData.json(step.get("body")).getBytes(UTF_8);
        return new AcceptedEvent(
                new UUID(0x0197_0000_0000_7000L, record),
                Instant.parse((String) step.getOrDefault("at", "2026-03-01T10:00:00Z")),
                (String) step.getOrDefault("table", "shop.web_events"),
                "public".equals(step.get("caller")) ? Caller.PUBLIC : Caller.PRIVATE,
                (Event) EventReader.read(body));
    }

    private static Catalogs catalogs(Map<String, Object> document) {
        var byName = TestData.map(document.getOrDefault("catalogs", Map.of()));
        return (catalog, key, column) -> {
            var row = TestData.map(byName.getOrDefault(catalog, Map.of())).get(key);
            return row == null ? null : TestData.map(row).get(column);
        };
    }

    private static BatchData batch(List<Map<String, Object>> rows) {
        var byId = new HashMap<Id, BatchRow>();
        for (var row : rows) {
            var id = TestData.text(row, "id").split("=", 2);
            var segments = new HashSet<String>();
            TestData.list(row.getOrDefault("segments", List.of())).forEach(segment -> segments.add((String) segment));
            byId.put(
                    new Id(id[0], id[1]),
                    new BatchRow(segments, TestData.map(row.getOrDefault("attributes", Map.of()))));
        }
        return BatchData.of(byId);
    }
}
