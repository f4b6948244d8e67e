package io.p13n.reactor.profile;

import static io.p13n.reactor.Parts.count;
import static io.p13n.reactor.Parts.execute;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.zaxxer.hikari.HikariDataSource;
import io.p13n.contract.RecordId;
import io.p13n.contract.ServiceId;
import io.p13n.offer.profile.BatchReads;
import io.p13n.offer.profile.BatchRow;
import io.p13n.offer.profile.Id;
import io.p13n.offer.profile.LinkedId;
import io.p13n.offer.profile.Profile;
import io.p13n.offer.profile.ProfileCodec;
import io.p13n.reactor.Parts;
import io.p13n.reactor.consume.OffsetMove;
import io.p13n.reactor.consume.OffsetMoved;
import io.p13n.reactor.consume.Offsets;
import io.p13n.reactor.profile.BatchChanges.IdChange;
import io.p13n.reactor.profile.BatchChanges.IdentityChange;
import io.p13n.reactor.profile.BatchChanges.ProfileChange;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PostgresProfileStoreTest {

    private static final AtomicLong SERVICES = new AtomicLong(100);

    private static final BatchReads ALL = new BatchReads(true, true);

    private final HikariDataSource connections = Parts.connections("postgres", 2);
    private final ProfileStore store = ProfileStores.postgres(connections);
    private final ServiceId service = new ServiceId(1, SERVICES.incrementAndGet());
    private final Id ada = new Id("email", "ada@example.com");
    private final Id till = new Id("customer_id", "4631");

    @BeforeEach
    void openPartition() {
        Offsets.open(connections, service, 0);
    }

    @AfterEach
    void close() {
        connections.close();
    }

    @Test
    void nobodyIsKnownAtFirst() {
        LoadedBatch loaded = load(ada);

        assertThat(loaded.profiles()).isEmpty();
    }

    @Test
    void whatIsCommittedIsLoadedByAnyOfItsIds() {
        Profile profile = profile(ada, till);

        commit(0, made(profile));

        assertThat(load(till).profiles())
                .singleElement()
                .satisfies(stored -> assertThat(stored.profile()).isEqualTo(profile));
        assertThat(load(ada, till).profiles()).hasSize(1);
    }

    @Test
    void theOffsetsMoveOnlyFromWhereTheyAre() {
        commit(0, nothing());

        assertThatExceptionOfType(OffsetMoved.class).isThrownBy(() -> store.commit(move(0), made(profile(ada))));
        assertThat(load(ada).profiles()).isEmpty();
    }

    @Test
    void aChangeOfAnOlderVersionIsAConflict() {
        commit(0, made(profile(ada)));
        StoredProfile stored = load(ada).profiles().get(0);
        var change = new BatchChanges(
                List.of(),
                List.of(new ProfileChange(stored.profile().id(), stored.version() + 1, stored.profile())),
                List.of(),
                List.of());

        assertThatExceptionOfType(CommitConflict.class).isThrownBy(() -> store.commit(move(1), change));
        commit(1, nothing());
    }

    @Test
    void anIdThatSomebodyTookMeanwhileIsAConflict() {
        commit(0, made(profile(ada)));

        assertThatExceptionOfType(CommitConflict.class)
                .isThrownBy(() -> store.commit(move(1), made(profile(ada, till))));
        assertThat(load(till).profiles()).isEmpty();
    }

    @Test
    void anIdThatFoundNoRoomMustStillBeNobodys() {
        commit(0, made(profile(ada)));

        assertThatExceptionOfType(CommitConflict.class).isThrownBy(() -> store.commit(move(1), foundNoRoom(ada)));
        commit(1, foundNoRoom(till));

        assertThat(count("select count(*) from identity where instance = " + service.instance()))
                .isEqualTo(1);
    }

    private static BatchChanges foundNoRoom(Id id) {
        return new BatchChanges(
                List.of(),
                List.of(),
                List.of(new IdChange(new LinkedId(id, RecordId.next(), false), null, null)),
                List.of());
    }

    @Test
    void anIdThatGivesWayTwiceIsAConflict() {
        Profile profile = profile(ada, till);
        commit(0, made(profile));
        var change = new BatchChanges(
                List.of(), List.of(), List.of(new IdChange(linked(profile, till), profile.id(), null)), List.of());
        commit(1, change);

        assertThatExceptionOfType(CommitConflict.class).isThrownBy(() -> store.commit(move(2), change));
    }

    @Test
    void aUuidCountsOnceHoweverManyCommitIt() {
        UUID uuid = UUID.randomUUID();
        var first = Instant.parse("2026-11-24T10:00:00Z");
        commit(0, seen(uuid, null, first));

        assertThatExceptionOfType(CommitConflict.class)
                .isThrownBy(() -> store.commit(move(1), seen(uuid, null, first)));
        assertThat(store.load(service, Set.of(), Set.of(uuid), ALL).seenUuids())
                .containsExactly(Map.entry(uuid, first));
        commit(1, seen(uuid, first, first.plusSeconds(100_000)));
        assertThatExceptionOfType(CommitConflict.class)
                .isThrownBy(() -> store.commit(move(2), seen(uuid, first, first.plusSeconds(200_000))));
    }

    private static BatchChanges seen(UUID uuid, @Nullable Instant expected, Instant acceptedAt) {
        return new BatchChanges(
                List.of(new BatchChanges.UuidChange(uuid, expected, acceptedAt)), List.of(), List.of(), List.of());
    }

    @Test
    void mergedProfilesLeaveNothingButTheirIds() {
        Profile first = profile(ada);
        Profile second = profile(till);
        commit(0, made(first));
        commit(1, made(second));
        long versionOfFirst = load(ada).profiles().get(0).version();
        long versionOfSecond = load(till).profiles().get(0).version();
        var joined = ProfileCodec.decode(
                first.id(), List.of(first.ids().get(0), second.ids().get(0)), ProfileCodec.encode(first));

        commit(
                2,
                new BatchChanges(
                        List.of(),
                        List.of(
                                new ProfileChange(first.id(), versionOfFirst, joined),
                                new ProfileChange(second.id(), versionOfSecond, null)),
                        List.of(new IdChange(second.ids().get(0), second.id(), first.id())),
                        List.of(new IdentityChange.Merged(first.id(), second.id(), RecordId.next(), Instant.now()))));

        assertThat(load(till).profiles())
                .singleElement()
                .satisfies(stored -> assertThat(stored.profile()).isEqualTo(joined));
        assertThat(count("select count(*) from profile where instance = " + service.instance()))
                .isEqualTo(1);
        assertThat(count("select count(*) from identity_change where change = 'merged' and merged = '" + second.id()
                        + "'"))
                .isEqualTo(1);
    }

    @Test
    void anIdThatGaveWayNamesNobody() {
        Profile profile = profile(ada, till);
        commit(0, made(profile));
        long version = load(ada).profiles().get(0).version();
        var left = ProfileCodec.decode(profile.id(), List.of(linked(profile, ada)), ProfileCodec.encode(profile));

        commit(
                1,
                new BatchChanges(
                        List.of(),
                        List.of(new ProfileChange(profile.id(), version, left)),
                        List.of(new IdChange(linked(profile, till), profile.id(), null)),
                        List.of(new IdentityChange.Evicted(profile.id(), till, RecordId.next(), Instant.now()))));

        assertThat(load(till).profiles()).isEmpty();
        assertThat(load(ada).profiles()).hasSize(1);
    }

    @Test
    void batchDataComesForAllIdsOfTheProfile() {
        commit(0, made(profile(ada, till)));
        execute("insert into batch_segment values (1, " + service.instance() + ", 'customer_id', '4631', '1588214')");
        execute("insert into imported_attribute values (1, " + service.instance()
                + ", 'email', 'ada@example.com', 'loyalty', '\"high\"')");

        LoadedBatch loaded = load(ada);

        List<LinkedId> ids = loaded.profiles().get(0).profile().ids();
        assertThat(loaded.batchData().rows(ids))
                .containsExactlyInAnyOrder(
                        new BatchRow(Set.of("1588214"), Map.of()), new BatchRow(Set.of(), Map.of("loyalty", "high")));
    }

    /** The server of these tests is built without lz4, others are not. */
    @Test
    void statesAreCompressedByLz4WhereTheServerHasIt() {
        assertThat(count("""
                        select count(*) from pg_attribute
                         where attrelid = 'profile'::regclass and attname = 'state'
                           and (attcompression = 'l')
                               = (select 'lz4' = any (enumvals) from pg_settings where name = 'default_toast_compression')
                        """)).isEqualTo(1);
    }

    @Test
    void ofBatchDataOnlyWhatCanBeReadComes() {
        commit(0, made(profile(ada)));
        member("vip", 0);
        loyalty("high", 0);

        assertThat(known(true, true)).containsExactly(new BatchRow(Set.of("vip"), Map.of("loyalty", "high")));
        assertThat(known(true, false)).containsExactly(new BatchRow(Set.of("vip"), Map.of()));
        assertThat(known(false, true)).containsExactly(new BatchRow(Set.of(), Map.of("loyalty", "high")));
        assertThat(known(false, false)).isEmpty();
    }

    private List<BatchRow> known(boolean segments, boolean attributes) {
        LoadedBatch loaded = store.load(service, Set.of(ada), Set.of(), new BatchReads(segments, attributes));
        return loaded.batchData().rows(loaded.profiles().get(0).profile().ids());
    }

    @Test
    void theNextGenerationIsUnseenUntilItCounts() {
        commit(0, made(profile(ada)));
        member("vip", 0);
        member("vip", 7);
        member("club", 7);

        assertThat(segments()).containsExactly("vip");
        execute("insert into batch_generation values (1, " + service.instance() + ", 'segment/club', '{7}')");
        assertThat(segments()).containsExactlyInAnyOrder("vip", "club");

        execute("insert into batch_generation values (1, " + service.instance() + ", 'segment/vip', '{8}')");
        assertThat(segments()).containsExactly("club");
    }

    @Test
    void ofGenerationsThatCountTogetherTheLaterValueWins() {
        commit(0, made(profile(ada)));
        member("vip", 3);
        member("vip", 4);
        execute("insert into batch_generation values (1, " + service.instance() + ", 'segment/vip', '{3,4}')");
        loyalty("high", 3);
        loyalty("low", 4);
        loyalty("none", 5);
        execute("insert into batch_generation values (1, " + service.instance() + ", 'attribute/loyalty', '{3,4}')");

        assertThat(batchRow()).isEqualTo(new BatchRow(Set.of("vip"), Map.of("loyalty", "low")));
    }

    private void member(String segment, long generation) {
        execute("insert into batch_segment values (1, " + service.instance() + ", 'email', 'ada@example.com', '"
                + segment + "', " + generation + ")");
    }

    private void loyalty(String value, long generation) {
        execute("insert into imported_attribute values (1, " + service.instance()
                + ", 'email', 'ada@example.com', 'loyalty', '\"" + value + "\"', " + generation + ")");
    }

    private Set<String> segments() {
        return batchRow().segments();
    }

    private BatchRow batchRow() {
        LoadedBatch loaded = load(ada);
        return loaded.batchData().rows(loaded.profiles().get(0).profile().ids()).get(0);
    }

    @Test
    void whoIsAloneMeetsNoConflict() throws Exception {
        commit(0, made(profile(ada)));
        Offsets.open(connections, service, 1);
        var loaded = new CountDownLatch(1);

        var alone = CompletableFuture.runAsync(() -> store.alone(service, () -> {
            LoadedBatch mine = load(ada);
            loaded.countDown();
            pauseSoThatOthersTry();
            store.commit(move(1), same(mine));
            return mine;
        }));
        loaded.await();
        for (int i = 0; i < 20; i++) {
            commitHoweverOften(i);
        }

        assertThat(alone).succeedsWithin(Duration.ofSeconds(20));
    }

    private static void pauseSoThatOthersTry() {
        try {
            TimeUnit.MILLISECONDS.sleep(300);
        } catch (InterruptedException hurried) {
            throw new AssertionError(hurried);
        }
    }

    private void commitHoweverOften(long offset) {
        while (true) {
            try {
                store.commit(Offsets.move(service, 1, offset), same(load(ada)));
                return;
            } catch (CommitConflict conflict) {
                // loaded while the other was at work
            }
        }
    }

    private LoadedBatch load(Id... ids) {
        return store.load(service, Set.of(ids), Set.of(), ALL);
    }

    private void commit(long offset, BatchChanges changes) {
        store.commit(move(offset), changes);
    }

    private OffsetMove move(long offset) {
        return Offsets.move(service, 0, offset);
    }

    private static Profile profile(Id... ids) {
        UUID id = RecordId.next();
        return ProfileCodec.decode(
                id,
                List.of(ids).stream().map(each -> new LinkedId(each, id, true)).toList(),
                ProfileCodec.encode(Profile.fresh(id)));
    }

    private static LinkedId linked(Profile profile, Id id) {
        return profile.ids().stream()
                .filter(each -> each.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private static BatchChanges made(Profile profile) {
        return new BatchChanges(
                List.of(),
                List.of(new ProfileChange(profile.id(), null, profile)),
                profile.ids().stream()
                        .map(linked -> new IdChange(linked, null, profile.id()))
                        .toList(),
                List.of());
    }

    private static BatchChanges same(LoadedBatch loaded) {
        return new BatchChanges(
                List.of(),
                loaded.profiles().stream()
                        .map(stored -> new ProfileChange(stored.profile().id(), stored.version(), stored.profile()))
                        .toList(),
                List.of(),
                List.of());
    }

    private static BatchChanges nothing() {
        return new BatchChanges(List.of(), List.of(), List.of(), List.of());
    }
}
