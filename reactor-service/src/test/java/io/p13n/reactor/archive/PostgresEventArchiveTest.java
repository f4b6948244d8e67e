package io.p13n.reactor.archive;

import static io.p13n.reactor.Parts.count;
import static io.p13n.reactor.Parts.execute;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.p13n.contract.RecordId;
import io.p13n.contract.ServiceId;
import io.p13n.reactor.Parts;
import io.p13n.reactor.archive.EventArchive.ArchivedEvent;
import io.p13n.reactor.archive.EventArchive.Outcome;
import io.p13n.reactor.consume.OffsetMoved;
import io.p13n.reactor.consume.Offsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PostgresEventArchiveTest {

    private static final AtomicLong SERVICES = new AtomicLong(7000);
    private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");

    private final ArchiveProperties properties = new ArchiveProperties(Duration.ofDays(30), Duration.ofHours(1), 1);
    private final HikariDataSource connections = Parts.connections("postgres", 1);
    private final ArchiveDatabase database = new ArchiveDatabase(connections, properties, new SimpleMeterRegistry());
    private final EventDays days = new EventDays(database, properties);
    private final EventArchive archive = new PostgresEventArchive(database, days);
    private final ServiceId service = new ServiceId(1, SERVICES.incrementAndGet());

    @BeforeEach
    void openPartition() {
        Offsets.open(connections, service, 0);
    }

    @AfterEach
    void close() {
        database.destroy();
        connections.close();
    }

    @Test
    void anEventIsStoredOnceHoweverOftenItIsDriven() {
        ArchivedEvent event = event("{}");
        ArchivedEvent other = event("{}");

        assertThat(store(0, event)).isEqualTo(new Outcome(1, List.of()));
        assertThat(store(1, event)).isEqualTo(new Outcome(0, List.of()));
        assertThat(store(2, other, event, event)).isEqualTo(new Outcome(1, List.of()));

        assertThat(stored("true")).isEqualTo(2);
    }

    @Test
    void whereTheGroupStandsElsewhereNothingIsStored() {
        store(0, event("{}"));

        assertThatExceptionOfType(OffsetMoved.class)
                .isThrownBy(() -> archive.store(Offsets.move(service, 0, 0), List.of(event("{}"))));

        assertThat(stored("true")).isEqualTo(1);
    }

    @Test
    void anEventThatTheDatabaseRefusesIsNamedAndStopsNoOther() {
        execute("alter table event drop constraint if exists wholesome");
        execute("alter table event add constraint wholesome check (body ->> 'poison' is null)");
        ArchivedEvent poison = event("{\"poison\":\"secret\"}");

        Outcome outcome = store(0, event("{\"n\":1}"), poison, event("{\"n\":2}"));

        assertThat(outcome).isEqualTo(new Outcome(2, List.of(poison.recordId() + ": SQLSTATE 23514")));
        assertThat(stored("true")).isEqualTo(2);
        assertThat(store(1, event("{\"n\":3}")).stored()).isEqualTo(1);
    }

    @Test
    void idsReadBackWhateverTheyHold() {
        String odd = "k=a\"b\\c,{d} 'e' \u00e9\n%";
        store(0, event("{}", odd, "email=a@b.c"));

        assertThat(stored("ids = array['" + odd.replace("'", "''") + "', 'email=a@b.c']"))
                .isEqualTo(1);
    }

    @Test
    void daysAreMadeAheadAndDroppedAsAWholeAfterTheRetention() {
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        execute("select make_day('event', current_date - 40), make_day('event', current_date - 31),"
                + " make_day('event', current_date - 30), make_day('event', current_date + 10)");

        days.upkeep();

        assertThat(partition(today)).isTrue();
        assertThat(partition(today.plusDays(2))).isTrue();
        assertThat(partition(today.plusDays(10))).isTrue();
        assertThat(partition(today.minusDays(30))).isTrue();
        assertThat(partition(today.minusDays(31))).isFalse();
        assertThat(partition(today.minusDays(40))).isFalse();
    }

    @Test
    void aDayThatARestoredTableLacksIsMadeAgain() {
        store(0, event("{}"));
        execute("drop table " + name(LocalDate.ofInstant(NOON, ZoneOffset.UTC)));

        assertThat(store(1, event("{}"))).isEqualTo(new Outcome(1, List.of()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "account = 1 and instance = 2 and database_name = 'shop' and table_name = 'web_events' and time > now()"
                        + " | database_name",
                "ids @> array['email=a@b.c'] | ids @>"
            })
    void whatIsAskedOftenHasAnIndex(String condition, String indexed) {
        store(0, event("{}"));

        String plan = plan("select * from event where " + condition);

        assertThat(plan).doesNotContain("Seq Scan").containsPattern("Index Cond: .*" + indexed);
    }

    @Test
    void theUseOfATokenIsNotedToTheMinuteAndNeverGoesBack() {
        store(0, came("site", NOON.plusSeconds(10)), came("site", NOON.minusSeconds(10)), came("till", NOON));
        assertThat(used("site", NOON)).isTrue();
        assertThat(used("till", NOON)).isTrue();

        store(1, came("site", NOON.plusSeconds(50)));
        assertThat(used("site", NOON)).isTrue();

        store(2, came("site", NOON.plusSeconds(60)), came("till", NOON.minusSeconds(60)));
        assertThat(used("site", NOON.plusSeconds(60))).isTrue();
        assertThat(used("till", NOON)).isTrue();
        assertThat(count("select count(*) from credential_use where instance = " + service.instance()))
                .isEqualTo(2);
        assertThat(count(
                        "select count(*) from credential_use where instance = 0 and name = 'archive-key' and used_at = '"
                                + NOON.plusSeconds(60) + "'"))
                .isEqualTo(1);
    }

    private static ArchivedEvent came(String token, Instant at) {
        return new ArchivedEvent(
                at, "shop", "web_events", at, RecordId.next(), null, List.of(), "archive-key", token, "{}");
    }

    private boolean used(String token, Instant at) {
        return count("select count(*) from credential_use where instance = " + service.instance() + " and name = '"
                        + token + "' and used_at = '" + at + "'")
                == 1;
    }

    private Outcome store(long offset, ArchivedEvent... events) {
        return archive.store(Offsets.move(service, 0, offset), List.of(events));
    }

    private static ArchivedEvent event(String body, String... ids) {
        UUID recordId = RecordId.next();
        return new ArchivedEvent(
                NOON, "shop", "web_events", NOON, recordId, null, List.of(ids), "backend", "site", body);
    }

    private long stored(String condition) {
        return count("select count(*) from event where instance = " + service.instance() + " and " + condition);
    }

    private static boolean partition(LocalDate day) {
        return count("select count(*) from pg_class where relname = '" + name(day) + "'") == 1;
    }

    private static String name(LocalDate day) {
        return "event_" + day.format(DateTimeFormatter.BASIC_ISO_DATE);
    }

    /** As it would be if there were too many events to look at each. */
    private static String plan(String query) {
        var lines = new StringBuilder();
        try (var connection = Parts.database().getPostgresDatabase().getConnection();
                var statement = connection.createStatement()) {
            statement.execute("set enable_seqscan = off");
            var rows = statement.executeQuery("explain " + query);
            while (rows.next()) {
                lines.append(rows.getString(1)).append('\n');
            }
        } catch (java.sql.SQLException failure) {
            throw new AssertionError(failure);
        }
        return lines.toString();
    }
}
