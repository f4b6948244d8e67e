package io.p13n.reactor.reaction;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.integers;
import static org.quicktheories.generators.SourceDSL.lists;
import static org.quicktheories.generators.SourceDSL.longs;

import io.p13n.contract.EventHeaders;
import io.p13n.contract.EventHeaders.CallerKind;
import io.p13n.contract.ReplyAddress;
import io.p13n.contract.ReplyTo;
import io.p13n.offer.decision.Compilation;
import io.p13n.offer.decision.CompiledService;
import io.p13n.offer.definition.DefinitionReader;
import io.p13n.offer.definition.Reading;
import io.p13n.offer.definition.ServiceDefinition;
import io.p13n.offer.profile.Id;
import io.p13n.offer.profile.LinkedId;
import io.p13n.offer.profile.ListState;
import io.p13n.offer.profile.Profile;
import io.p13n.reactor.profile.BatchChanges.IdentityChange.Evicted;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * A batch folded in memory does what its events would do one by one: the same decisions, profiles and ids; and each of
 * its changes is one that the store, which compares before it sets, would take.
 */
class WorkingSetPropertiesTest {

    private static final String[] KEYS = {"customer_id", "email", "device", "cookie"};
    private static final int NAMES = 1 << (2 * KEYS.length);
    private static final int EVENTS = 32 * NAMES;
    private static final int UUIDS = 3;
    private static final Duration WINDOW = Duration.ofDays(1);
    private static final ReplyTo SOMEBODY =
            new ReplyTo(new ReplyAddress("::1", 1), new UUID(0, 0), Instant.ofEpochMilli(1_800_000_000_000L));
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

    /** The same for customers whom nothing keeps apart, with what depends on when a row was last heard of. */
    private static final CompiledService WIDE = compiled("""
            account: 1
            instance: 2
            name: copies
            event_tables: [shop.web_events]
            identity:
              keys: [{name: customer_id}, {name: email}, {name: device}, {name: cookie}]
              max_ids: 200
              max_merges: 200
            attributes:
              - {name: events, kind: counter, on: any}
              - {name: spent, kind: counter, on: any, increment: amount, window: 24h, sub_windows: {hour: 1h}}
              - {name: products, kind: list, on: any, id: product, fields: [amount], max_items: 100}
            personalizations: []
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
                    List<Arrival.Intact> past = events(before, 0);
                    List<Arrival.Intact> now = events(batch, before.size());
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

    @Test
    void whatAServerNamesIsLinkedOrTheJournalTellsThatItGaveWay() {
        qt().withExamples(1_000)
                .forAll(lists().of(integers().between(0, EVENTS - 1)).ofSizeBetween(1, 12))
                .checkAssert(codes -> {
                    var store = new SerialStore();
                    for (Arrival.Intact event : events(codes, 0)) {
                        Reacted reacted = react(SERVICE, store, List.of(event));
                        if (event.headers().caller() == CallerKind.PRIVATE
                                && reacted.reactions().get(0) instanceof Reaction.Applied) {
                            var told = new HashSet<>(store.owners().keySet());
                            reacted.changes().journal().forEach(change -> {
                                if (change instanceof Evicted evicted) {
                                    told.add(evicted.id());
                                }
                            });
                            assertThat(told)
                                    .containsAll(SERVICE.identify(event.event().event())
                                            .ids());
                        }
                    }
                });
    }

    /** Which copy is applied first decides an event's moment of acceptance, and nothing else. */
    @Test
    void anEventThatComesTwiceCountsOnceWheneverItComes() {
        qt().withExamples(500)
                .forAll(lists().of(integers().between(1, NAMES - 1)).ofSizeBetween(1, 8), longs().all())
                .checkAssert((codes, seed) -> {
                    var random = new Random(seed);
                    var once = new SerialStore();
                    var often = new SerialStore();
                    List<Integer> each =
                            IntStream.range(0, codes.size()).boxed().toList();
                    List<Integer> copies = new ArrayList<>(each);
                    each.forEach(event -> copies.addAll(Collections.nCopies(random.nextInt(3), event)));
                    Collections.shuffle(copies, random);

                    react(WIDE, once, copies(codes, each));
                    var left = new ArrayDeque<>(copies(codes, copies));
                    long applied = 0;
                    while (!left.isEmpty()) {
                        var batch = Stream.generate(left::poll)
                                .limit(1 + random.nextInt(Math.min(5, left.size())))
                                .toList();
                        applied += react(WIDE, often, batch).reactions().stream()
                                .filter(Reaction.Applied.class::isInstance)
                                .count();
                    }

                    assertThat(applied).isEqualTo(codes.size());
                    assertThat(known(often)).isEqualTo(known(once));
                });
    }

    /** An event of one number has one time, product, amount and uuid, wherever it stands in the log. */
    private static List<Arrival.Intact> copies(List<Integer> codes, List<Integer> order) {
        var log = new ArrayList<Arrival.Intact>();
        for (int event : order) {
            var fields = new ArrayList<>(ids(codes.get(event)));
            fields.add("\"time\":" + (1_789_990_000 + 400 * event));
            fields.add("\"amount\":" + (1 << event));
            fields.add("\"product\":\"" + event % 3 + "\"");
            var body = "{" + String.join(",", fields) + "}";
            log.add(arrival(log.size(), body, CallerKind.PRIVATE, new UUID(0, event)));
        }
        return log;
    }

    /** Whom the store knows by which ids: the sums, and the rows without their moments. */
    private static Map<Set<Id>, List<Object>> known(SerialStore store) {
        var known = new HashMap<Set<Id>, List<Object>>();
        for (Profile profile : store.profiles().values()) {
            var states = profile.states();
            var products = (ListState) Objects.requireNonNull(states.get("products"));
            known.put(
                    profile.ids().stream().map(LinkedId::id).collect(Collectors.toSet()),
                    List.of(
                            Objects.requireNonNull(states.get("events")),
                            Objects.requireNonNull(states.get("spent")),
                            products.entries().stream()
                                    .map(row -> row.id() + " " + row.fields())
                                    .toList()));
        }
        return known;
    }

    /**
     * Each number is an event: for each key which of two values it has, if any; who speaks; and which of three uuids it has,
     * if any, so that some are copies.
     */
    private static List<Arrival.Intact> events(List<Integer> codes, int from) {
        var events = new ArrayList<Arrival.Intact>();
        for (int i = 0; i < codes.size(); i++) {
            int code = codes.get(i);
            int uuid = code / (2 * NAMES);
            events.add(arrival(
                    from + i,
                    "{" + String.join(",", ids(code)) + "}",
                    code / NAMES % 2 == 0 ? CallerKind.PRIVATE : CallerKind.PUBLIC,
                    uuid < UUIDS ? new UUID(0, uuid) : null));
        }
        return events;
    }

    private static List<String> ids(int code) {
        var ids = new ArrayList<String>();
        for (int key = 0; key < KEYS.length; key++) {
            int value = (code >> (2 * key)) & 3;
            if (value > 1) {
                ids.add("\"" + KEYS[key] + "\":\"" + value + "\"");
            }
        }
        return ids;
    }

    /** Its place in the log makes its record id and its moment of acceptance. */
    private static Arrival.Intact arrival(int place, String body, CallerKind caller, @Nullable UUID uuid) {
        var headers = new EventHeaders(
                new UUID(0x7000L + place, 0x8000_0000_0000_0000L),
                Instant.ofEpochMilli(1_790_000_000_000L + place),
                uuid,
                "shop.web_events",
                "key",
                "token",
                caller,
                1,
                "test",
                SOMEBODY,
                null);
        var origin = new ConsumerRecord<byte[], byte[]>("events", 0, place, new byte[0], body.getBytes(UTF_8));
        headers.writeTo(origin.headers());
        return (Arrival.Intact) Arrival.read(origin);
    }

    private static CompiledService compiled(String document) {
        var definition = (ServiceDefinition) ((Reading.Read) DefinitionReader.read(document)).document();
        return ((Compilation.Compiled) CompiledService.compile(definition)).service();
    }

    private static List<String> run(SerialStore store, List<Arrival.Intact> batch) {
        return react(SERVICE, store, batch).replies().stream()
                .map(reply -> new String(reply.body(), UTF_8))
                .toList();
    }

    private static Reacted react(CompiledService service, SerialStore store, List<Arrival.Intact> batch) {
        List<Id> ids = batch.stream()
                .flatMap(event -> service.identify(event.event().event()).ids().stream())
                .toList();
        List<UUID> uuids = batch.stream()
                .map(event -> event.headers().uuid())
                .filter(Objects::nonNull)
                .toList();
        var reaction = new BatchReaction(
                service, new EventIds(service), store.load(ids, uuids), WINDOW, Set.of(), event -> false);
        Reacted reacted = reaction.to(List.copyOf(batch));
        store.commit(reacted.changes());
        return reacted;
    }
}
