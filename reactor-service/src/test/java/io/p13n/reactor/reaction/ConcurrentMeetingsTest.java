package io.p13n.reactor.reaction;

import static io.p13n.reactor.Parts.count;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.tracing.propagation.Propagator;
import io.p13n.contract.EventHeaders;
import io.p13n.contract.EventHeaders.CallerKind;
import io.p13n.contract.ServiceId;
import io.p13n.offer.decision.Compilation;
import io.p13n.offer.decision.CompiledService;
import io.p13n.offer.definition.DefinitionReader;
import io.p13n.offer.definition.Reading;
import io.p13n.offer.definition.ServiceDefinition;
import io.p13n.offer.profile.BatchReads;
import io.p13n.offer.profile.Catalogs;
import io.p13n.offer.profile.CounterState;
import io.p13n.offer.profile.Id;
import io.p13n.offer.profile.Profile;
import io.p13n.reactor.Parts;
import io.p13n.reactor.catalog.HeldCatalogs;
import io.p13n.reactor.consume.OffsetMove;
import io.p13n.reactor.consume.Offsets;
import io.p13n.reactor.deadletter.DeadLetters;
import io.p13n.reactor.deadletter.OpenLetters;
import io.p13n.reactor.definition.Definitions;
import io.p13n.reactor.definition.ServiceVersion;
import io.p13n.reactor.erasure.Erasures;
import io.p13n.reactor.profile.BatchChanges;
import io.p13n.reactor.profile.CommitConflict;
import io.p13n.reactor.profile.LoadedBatch;
import io.p13n.reactor.profile.ProfileStore;
import io.p13n.reactor.profile.ProfileStores;
import io.p13n.reactor.reply.ReplySender;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

/**
 * Several reactors at once, on events that name a handful of ids in every combination: chains and circles of merges,
 * evictions, releases, stops, uuids sent more than once. What is then in PostgreSQL is what the same batches leave behind
 * one after the other.
 */
class ConcurrentMeetingsTest {

    private static final AtomicLong SERVICES = new AtomicLong(5000);
    private static final int REACTORS = 4;
    private static final int BATCHES = 25;
    private static final String[] KEYS = {"customer_id", "email", "device", "cookie"};
    private static final int VALUES = 6;
    private static final Duration WINDOW = Duration.ofDays(1);

    private final ServiceId service = new ServiceId(1, SERVICES.incrementAndGet());
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final ReactionMetrics metrics =
            new ReactionMetrics(registry, new ReactionProperties(WINDOW, WINDOW, DataSize.ofKilobytes(10)));
    private final HikariDataSource connections = Parts.connections("postgres", REACTORS);
    private final ProfileStore postgres = ProfileStores.postgres(connections);
    private final Map<Integer, List<List<ConsumerRecord<byte[], byte[]>>>> batches = new HashMap<>();

    private final Queue<Committed> committed = new ConcurrentLinkedQueue<>();

    /** A commit that succeeded, somewhere between two moments, which are numbered. */
    private record Committed(
            long begun, long ended, List<ConsumerRecord<byte[], byte[]>> batch, BatchChanges changes) {}

    @AfterEach
    void close() {
        connections.close();
    }

    @RepeatedTest(2)
    void anyInterleavingEqualsASerialOrder(RepetitionInfo repetition) throws Exception {
        var random = new Random(repetition.getCurrentRepetition());
        CompiledService definition = definition("max_ids: 5, max_merges: 3");
        for (int partition = 0; partition < REACTORS; partition++) {
            batches.put(partition, batches(random, partition, 0.4));
        }

        allAtOnce(definition);

        assertThat(committed).hasSize(REACTORS * BATCHES);
        SerialStore serial = explained(new SerialStore(), List.copyOf(committed), definition);
        assertThat(serial).as("some order explains all commits").isNotNull();
        assertThat(found()).isEqualTo(left(serial));
        assertThat(registry.counter("p13n.reactor.commit.conflicts").count()).isPositive();
    }

    @RepeatedTest(2)
    void whatServersSawTogetherIsOneProfileAndCountsOnce(RepetitionInfo repetition) throws Exception {
        var random = new Random(100 + repetition.getCurrentRepetition());
        CompiledService definition = definition("max_ids: 200, max_merges: 200");
        for (int partition = 0; partition < REACTORS; partition++) {
            batches.put(partition, batches(random, partition, 0));
        }

        allAtOnce(definition);

        Map<Id, Profile> found = found();
        Map<Id, Set<Id>> groups = new HashMap<>();
        var counted = new HashMap<UUID, Set<Id>>();
        everyEvent().forEach(event -> {
            List<Id> ids = definition.identify(event.event().event()).ids();
            var group = new HashSet<>(ids);
            ids.forEach(id -> group.addAll(groups.getOrDefault(id, Set.of())));
            group.forEach(id -> groups.put(id, group));
            counted.put(event.headers().uuid(), Set.copyOf(ids));
        });
        var profiles = new HashSet<>(found.values());
        assertThat(profiles.stream().map(ConcurrentMeetingsTest::ids).collect(Collectors.toSet()))
                .isEqualTo(new HashSet<>(groups.values()));
        for (Profile profile : profiles) {
            Set<Id> ids = ids(profile);
            long events = counted.values().stream().filter(ids::containsAll).count();
            assertThat(profile.states().get("events"))
                    .isInstanceOfSatisfying(
                            CounterState.class,
                            state -> assertThat((long) state.total()).isEqualTo(events));
        }
        assertThat(count("select count(*) from profile where instance = " + service.instance()))
                .isEqualTo(profiles.size());
        assertThat(count("select count(*) from identity_change where change = 'merged' and instance = "
                        + service.instance()))
                .isEqualTo(
                        (long) registry.counter("p13n.reactor.identity.merges").count());
    }

    /** Each of the two links what finds no room with the other: whichever comes first, the second would have merged. */
    @Test
    void whoFoundNoRoomForAnIdMustFindItNobodysStill() {
        CompiledService definition = definition("max_ids: 1, max_merges: 3");
        var first = List.of(
                event(0, 0, 1, false, "\"customer_id\":\"1\",\"device\":\"x\""),
                event(0, 1, 2, false, "\"device\":\"y\""));
        var second = List.of(
                event(1, 0, 3, false, "\"customer_id\":\"2\",\"device\":\"y\""),
                event(1, 1, 4, false, "\"device\":\"x\""));
        Offsets.open(connections, service, 0);
        Offsets.open(connections, service, 1);
        BatchChanges blind = changes(second, definition, new SerialStore());

        postgres.commit(Offsets.move(service, first), changes(first, definition, new SerialStore()));

        assertThatExceptionOfType(CommitConflict.class)
                .isThrownBy(() -> postgres.commit(Offsets.move(service, second), blind));
    }

    /**
     * The same batches one after the other, each changing what it changed in truth. Who had ended before another began comes before
     * it; of those under way together any may have been the first in PostgreSQL, so all orders are tried.
     *
     * @return null if no order of those that are left explains what each of them changed
     */
    private static @Nullable SerialStore explained(
            SerialStore store, List<Committed> left, CompiledService definition) {
        if (left.isEmpty()) {
            return store;
        }
        long firstEnd = left.stream().mapToLong(Committed::ended).min().orElseThrow();
        for (Committed next : left) {
            if (next.begun() < firstEnd) {
                var after = store.copy();
                BatchChanges changes = changes(next.batch(), definition, after);
                if (told(changes).equals(told(next.changes()))) {
                    after.commit(changes);
                    var rest = new ArrayList<>(left);
                    rest.remove(next);
                    SerialStore explained = explained(after, rest, definition);
                    if (explained != null) {
                        return explained;
                    }
                }
            }
        }
        return null;
    }

    /** Changes without the versions, which are random. */
    private static List<Object> told(BatchChanges changes) {
        var profiles = new HashMap<UUID, Optional<Profile>>();
        changes.profiles().forEach(change -> profiles.put(change.id(), Optional.ofNullable(change.profile())));
        return List.of(Set.copyOf(changes.uuids()), profiles, Set.copyOf(changes.ids()), changes.journal());
    }

    private static Map<Id, Profile> left(SerialStore store) {
        var left = new HashMap<Id, Profile>();
        store.owners().forEach((id, owner) -> left.put(id, store.profiles().get(owner)));
        return left;
    }

    private static BatchChanges changes(
            List<ConsumerRecord<byte[], byte[]>> batch, CompiledService definition, SerialStore store) {
        List<Arrival.Intact> events =
                batch.stream().map(each -> (Arrival.Intact) Arrival.read(each)).toList();
        LoadedBatch loaded = store.load(
                events.stream()
                        .flatMap(event -> definition.identify(event.event().event()).ids().stream())
                        .toList(),
                events.stream().map(event -> event.headers().uuid()).toList());
        return new BatchReaction(definition, new EventIds(definition), loaded, WINDOW, Set.of(), arrival -> false)
                .to(List.copyOf(events))
                .changes();
    }

    private void allAtOnce(CompiledService definition) throws Exception {
        var reactors = Executors.newFixedThreadPool(REACTORS);
        try {
            var done = new ArrayList<Future<?>>();
            batches.forEach((partition, theirs) -> {
                Offsets.open(connections, service, partition);
                done.add(reactors.submit(() -> run(reactor(definition), theirs)));
            });
            for (Future<?> each : done) {
                each.get();
            }
        } finally {
            reactors.shutdownNow();
        }
    }

    private void run(ServiceReactor reactor, List<List<ConsumerRecord<byte[], byte[]>>> batches) {
        for (var batch : batches) {
            reactor.handle(Offsets.move(service, batch), batch);
        }
    }

    private ServiceReactor reactor(CompiledService definition) {
        Definitions definitions = mock(Definitions.class);
        when(definitions.atLeast(any(), anyLong())).thenReturn(new ServiceVersion(1, definition));
        HeldCatalogs catalogs = mock(HeldCatalogs.class);
        when(catalogs.of(any(), any())).thenReturn(mock(Catalogs.class));
        DeadLetters nobody = mock(DeadLetters.class);
        when(nobody.produce(any(), any())).thenReturn(List.of());
        OpenLetters none = mock(OpenLetters.class);
        when(none.among(any(), any())).thenReturn(Set.of());
        doAnswer(asked -> {
                    asked.<Runnable>getArgument(3).run();
                    return null;
                })
                .when(none)
                .commit(any(), any(), any(), any());
        return new ServiceReactor(
                service,
                definitions,
                catalogs,
                new Observed(),
                mock(Erasures.class),
                nobody,
                none,
                mock(ReplySender.class),
                (of, version, decisions) -> {},
                metrics,
                new Stages(registry, Propagator.NOOP),
                WINDOW);
    }

    private List<List<ConsumerRecord<byte[], byte[]>>> batches(Random random, int partition, double browsers) {
        var made = new ArrayList<List<ConsumerRecord<byte[], byte[]>>>();
        long offset = 0;
        for (int i = 0; i < BATCHES; i++) {
            var batch = new ArrayList<ConsumerRecord<byte[], byte[]>>();
            int size = 1 + random.nextInt(5);
            for (int k = 0; k < size; k++) {
                batch.add(event(random, partition, offset++, random.nextDouble() < browsers));
            }
            made.add(batch);
        }
        return made;
    }

    /** One event in five repeats the uuid, and with it the body, of one that another partition may have too. */
    private ConsumerRecord<byte[], byte[]> event(Random random, int partition, long offset, boolean browser) {
        boolean repeated = random.nextInt(5) == 0;
        long which = repeated ? random.nextInt(8) : 1000 + partition * 10_000L + offset;
        var choice = repeated ? new Random(which) : random;
        var fields = new ArrayList<String>();
        while (fields.isEmpty()) {
            for (int key = browser ? 2 : 0; key < KEYS.length; key++) {
                if (choice.nextInt(3) == 0) {
                    fields.add("\"" + KEYS[key] + "\":\"" + choice.nextInt(VALUES) + "\"");
                }
            }
        }
        return event(partition, offset, which, browser, String.join(",", fields));
    }

    private ConsumerRecord<byte[], byte[]> event(
            int partition, long offset, long uuid, boolean browser, String fields) {
        var headers = new EventHeaders(
                new UUID(0x7000L + offset * REACTORS + partition, 0x8000_0000_0000_0000L),
                Instant.ofEpochMilli(1_790_000_000_000L + offset),
                new UUID(service.instance(), uuid),
                "shop.web_events",
                "key",
                "token",
                browser ? CallerKind.PUBLIC : CallerKind.PRIVATE,
                1,
                "test",
                null,
                null);
        var made = new ConsumerRecord<byte[], byte[]>(
                "events", partition, offset, new byte[0], ("{" + fields + "}").getBytes(UTF_8));
        headers.writeTo(made.headers());
        return made;
    }

    private List<Arrival.Intact> everyEvent() {
        return batches.values().stream()
                .flatMap(List::stream)
                .flatMap(List::stream)
                .map(each -> (Arrival.Intact) Arrival.read(each))
                .toList();
    }

    private Map<Id, Profile> found() {
        var all = new HashSet<Id>();
        for (String key : KEYS) {
            for (int value = 0; value < VALUES; value++) {
                all.add(new Id(key, String.valueOf(value)));
            }
        }
        LoadedBatch loaded = postgres.load(service, all, Set.of(), new BatchReads(false, false));
        var byId = new HashMap<Id, Profile>();
        loaded.profiles().forEach(stored -> ids(stored.profile()).forEach(id -> byId.put(id, stored.profile())));
        return byId;
    }

    private static Set<Id> ids(Profile profile) {
        return profile.ids().stream().map(linked -> linked.id()).collect(Collectors.toSet());
    }

    private static CompiledService definition(String limits) {
        String document = """
                account: 1
                instance: 2
                name: meetings
                event_tables: [shop.web_events]
                identity:
                  keys: [{name: customer_id}, {name: email}, {name: device, public: true}, {name: cookie, public: true}]
                  %s
                attributes:
                  - {name: events, kind: counter, on: any}
                personalizations: []
                """.formatted(limits.replace(", ", "\n  "));
        var read = (ServiceDefinition) ((Reading.Read) DefinitionReader.read(document)).document();
        return ((Compilation.Compiled) CompiledService.compile(read)).service();
    }

    /** PostgreSQL, and a note of what was committed when. */
    private final class Observed implements ProfileStore {

        private static final AtomicLong MOMENTS = new AtomicLong();

        @Override
        public LoadedBatch load(ServiceId of, Set<Id> ids, Set<UUID> uuids, BatchReads reads) {
            return postgres.load(of, ids, uuids, reads);
        }

        @Override
        public void commit(OffsetMove move, BatchChanges changes) {
            long begun = MOMENTS.incrementAndGet();
            postgres.commit(move, changes);
            long ended = MOMENTS.incrementAndGet();
            committed.add(new Committed(begun, ended, batch(move.moves().get(0)), changes));
        }

        private List<ConsumerRecord<byte[], byte[]>> batch(OffsetMove.Move move) {
            return batches.getOrDefault(move.partition(), List.of()).stream()
                    .filter(batch -> batch.get(0).offset() == move.expected())
                    .findFirst()
                    .orElseThrow();
        }

        @Override
        public <T> T alone(ServiceId of, Supplier<T> work) {
            return postgres.alone(of, work);
        }
    }
}
