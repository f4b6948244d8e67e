package io.p13n.reactor.profile;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.p13n.contract.RecordId;
import io.p13n.contract.ServiceId;
import io.p13n.offer.profile.BatchReads;
import io.p13n.offer.profile.Id;
import io.p13n.offer.profile.LinkedId;
import io.p13n.offer.profile.Profile;
import io.p13n.offer.profile.ProfileCodec;
import io.p13n.reactor.Parts;
import io.p13n.reactor.consume.Offsets;
import io.p13n.reactor.profile.BatchChanges.IdChange;
import io.p13n.reactor.profile.BatchChanges.ProfileChange;
import io.p13n.reactor.profile.BatchChanges.UuidChange;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A replica that began when nobody was known does no more for each event once many are. */
class SettledPlansTest {

    private static final int CUSTOMERS = 20_000;

    /** What batches of one event may read by an index: some rows for each of their few ids. */
    private static final long FEW = 100;

    private static final List<String> TABLES =
            List.of("identity", "profile", "seen_uuid", "batch_segment", "imported_attribute");
    private static final String GROWN = """
            insert into profile (account, instance, id, version, state)
            select 1, 2, lpad(to_hex(n), 32, '0')::uuid, n, '%2$s' from generate_series(1, %1$d) n;
            insert into identity (account, instance, key, value, profile, since, proven, erased_until)
            select 1, 2, 'customer_id', n, lpad(to_hex(n), 32, '0')::uuid, gen_random_uuid(), true,
                   case when n > %1$d / 2 then now() end
              from generate_series(1, %1$d) n;
            insert into seen_uuid (account, instance, uuid, accepted_at)
            select 1, 2, gen_random_uuid(), now() from generate_series(1, %1$d);
            insert into batch_segment (account, instance, identity_key, identity_value, segment)
            select 1, 2, 'customer_id', n, 'vip' from generate_series(1, %1$d) n;
            insert into imported_attribute (account, instance, identity_key, identity_value, attribute, value)
            select 1, 2, 'customer_id', n, 'age', '30' from generate_series(1, %1$d) n;
            """.formatted(CUSTOMERS, ProfileCodec.encode(Profile.fresh(new UUID(0, 0))));
    private static final String READ = """
            select indexrelname, idx_tup_read from pg_stat_user_indexes
            union all select 'all of ' || relname, seq_tup_read from pg_stat_user_tables
            """;

    private final ServiceId service = new ServiceId(1, 2);
    private DataSource operator;
    private HikariDataSource replica;
    private ProfileStore store;
    private long offset;

    @BeforeEach
    void begin() throws SQLException {
        Parts.execute("drop database if exists plans");
        Parts.execute("create database plans");
        operator = Parts.database().getDatabase("postgres", "plans");
        Flyway.configure().dataSource(operator).load().migrate();
        for (String table : TABLES) {
            execute("alter table " + table + " set (autovacuum_enabled = false)"); // nobody helps the planner
        }
        replica = Parts.connections("plans", 1);
        store = ProfileStores.postgres(replica);
        Offsets.open(replica, service, 0);
    }

    @AfterEach
    void end() {
        replica.close();
    }

    @Test
    void plansThatWereMadeForEmptyTablesReadNoMoreOfFullOnes() throws SQLException {
        comes("-1");
        comes("-1");
        execute(GROWN);
        execute("select pg_stat_reset()");

        comes("-2");
        comes("7");

        JdbcClient.create(replica).sql("select pg_stat_force_next_flush()").query(row -> {});
        assertThat(read())
                .containsKey("identity_pkey")
                .allSatisfy(
                        (by, rows) -> assertThat(rows).as("rows read by %s", by).isLessThanOrEqualTo(FEW));
    }

    /** An event of a customer is loaded and committed, with a uuid. */
    private void comes(String customer) {
        var id = new Id("customer_id", customer);
        UUID uuid = UUID.randomUUID();
        LoadedBatch loaded = store.load(service, Set.of(id), Set.of(uuid), new BatchReads(true, true));
        ProfileChange profile = loaded.profiles().stream()
                .map(stored -> new ProfileChange(stored.profile().id(), stored.version(), stored.profile()))
                .findFirst()
                .orElseGet(() -> made(RecordId.next()));
        UUID before = profile.expectedVersion() == null ? null : profile.id();
        var changes = new BatchChanges(
                List.of(new UuidChange(uuid, null, Instant.now())),
                List.of(profile),
                List.of(new IdChange(new LinkedId(id, RecordId.next(), true), before, profile.id())),
                List.of());
        store.commit(Offsets.move(service, 0, offset++), changes);
    }

    private static ProfileChange made(UUID id) {
        return new ProfileChange(id, null, Profile.fresh(id));
    }

    private Map<String, Long> read() throws SQLException {
        var read = new HashMap<String, Long>();
        try (Connection connection = operator.getConnection();
                var rows = connection.createStatement().executeQuery(READ)) {
            while (rows.next()) {
                read.put(rows.getString(1), rows.getLong(2));
            }
        }
        return read;
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = operator.getConnection()) {
            connection.createStatement().execute(sql);
        }
    }
}
