package io.p13n.reactor.reaction;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.integers;
import static org.quicktheories.generators.SourceDSL.lists;

import io.p13n.offer.decision.Compilation;
import io.p13n.offer.decision.CompiledService;
import io.p13n.offer.decision.Offers;
import io.p13n.offer.definition.DefinitionReader;
import io.p13n.offer.definition.Reading;
import io.p13n.offer.definition.ServiceDefinition;
import io.p13n.offer.event.AcceptedEvent;
import io.p13n.offer.event.Caller;
import io.p13n.offer.event.Event;
import io.p13n.offer.event.EventReader;
import io.p13n.offer.profile.Id;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * A batch folded in memory does what its events would do one by one: the same decisions, profiles and ids; and each of
 * its changes is one that the store, which compares before it sets, would take.
 */
class WorkingSetPropertiesTest {

    private static final String[] KEYS = {"customer_id", "email", "device", "cookie"};
    private static final int EVENTS = 2 << (2 * KEYS.length);
    private static final CompiledService SERVICE = compiled("""
            account: 1
            instance: 2
            name: properties
            event_tables: [shop.web_events]
            identity:
              keys:
                - {name: customer_id}
                - {name: email}
                - {name: device, public: true}
                - {name: cookie, public: true}
              max_ids: 5
              max_merges: 3
            attributes:
              - {name: events, kind: counter, on: any}
            personalizations:
              - name: home
                offers:
                  - {name: seen, payload: {attributes: {events: {attribute: events}}}}
            """);

    @Test
    void foldingABatchEqualsApplyingItsEventsOneByOne() {
        qt().withExamples(2_000)
                .forAll(
                        lists().of(integers().between(0, EVENTS - 1)).ofSizeBetween(0, 8),
                        lists().of(integers().between(0, EVENTS - 1)).ofSizeBetween(1, 12))
                .checkAssert((before, batch) -> {
                    var oneByOne = new SerialStore();
                    var folded = new SerialStore();
                    List<AcceptedEvent> past = events(before, 0);
                    List<AcceptedEvent> now = events(batch, before.size());
                    past.forEach(event -> run(oneByOne, List.of(event)));
                    past.forEach(event -> run(folded, List.of(event)));

                    var singly = new ArrayList<String>();
                    now.forEach(event -> singly.addAll(run(oneByOne, List.of(event))));
                    List<String> together = run(folded, now);

                    assertThat(together).isEqualTo(singly);
                    assertThat(folded.profiles()).isEqualTo(oneByOne.profiles());
                    assertThat(folded.owners()).isEqualTo(oneByOne.owners());
                });
    }

    /** Each number is an event: who speaks, and for each key which of two values it has, if any. */
    private static List<AcceptedEvent> events(List<Integer> codes, int from) {
        var events = new ArrayList<AcceptedEvent>();
        for (int i = 0; i < codes.size(); i++) {
            events.add(event(codes.get(i), from + i));
        }
        return events;
    }

    private static AcceptedEvent event(int code, int position) {
        var fields = new ArrayList<String>();
        for (int key = 0; key < KEYS.length; key++) {
            int value = (code >> (2 * key)) & 3;
            if (value > 1) {
                fields.add("\"" + KEYS[key] + "\":\"" + value + "\"");
            }
        }
        Caller caller = code >> (2 * KEYS.length) == 0 ? Caller.PRIVATE : Caller.PUBLIC;
        byte[] body = ("{" + String.join(",", fields) + "}").getBytes(UTF_8);
        return new AcceptedEvent(
                new UUID(0x7000L + position, 0x8000_0000_0000_0000L),
                Instant.ofEpochMilli(1_790_000_000_000L + position),
                "shop.web_events",
                caller,
                (Event) EventReader.read(body));
    }

    private static CompiledService compiled(String document) {
        var definition = (ServiceDefinition) ((Reading.Read) DefinitionReader.read(document)).document();
        return ((Compilation.Compiled) CompiledService.compile(definition)).service();
    }

    private static List<String> run(SerialStore store, List<AcceptedEvent> batch) {
        List<Id> ids = batch.stream()
                .flatMap(event -> SERVICE.identify(event.event()).ids().stream())
                .toList();
        var workingSet = new WorkingSet(SERVICE, store.load(ids, List.of()));
        List<String> decisions = batch.stream()
                .map(event -> new String(
                        Offers.toJson(workingSet.apply(event, true).decision().offers()), UTF_8))
                .toList();
        store.commit(workingSet.changes(List.of()));
        return decisions;
    }
}
