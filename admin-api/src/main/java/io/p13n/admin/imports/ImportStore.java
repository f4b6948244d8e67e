package io.p13n.admin.imports;

import io.p13n.admin.http.Fault;
import io.p13n.admin.http.Page;
import io.p13n.contract.ServiceId;
import io.r2dbc.spi.Parameters;
import io.r2dbc.spi.R2dbcType;
import io.r2dbc.spi.Readable;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** The table of uploads, whose functions say what may follow what. */
@Component
class ImportStore {

    private static final String COLUMNS = """
            select id, target, replaces, state, failure, rows_read, rows_written, rows_rejected, rejects, bytes_read,
                   bytes_total, who, request_id, started_at, ended_at, coalesce(ended_at, now()) as seen_at
              from batch_import where account = :account and instance = :instance
            """;

    private final DatabaseClient database;
    private final JsonMapper json;

    ImportStore(DatabaseClient database, JsonMapper json) {
        this.database = database;
        this.json = json;
    }

    /** Begins an upload; gives its id. Fails with a {@link io.p13n.admin.http.Faulted} if another one is under way for the same data. */
    Mono<Long> begin(Upload upload) {
        return database.sql("""
                        select begun, under_way from begin_import(
                            :account, :instance, :target, :datasets, :replaces, :bytes, :who, :address, :requestId)
                        """)
                .bind("account", upload.service().account())
                .bind("instance", upload.service().instance())
                .bind("target", upload.target().name())
                .bind("datasets", upload.target().datasets().toArray(String[]::new))
                .bind("replaces", upload.replaces())
                .bind("bytes", Parameters.in(R2dbcType.BIGINT, upload.bytes()))
                .bind("who", upload.by().key())
                .bind("address", Parameters.in(R2dbcType.VARCHAR, upload.by().address()))
                .bind("requestId", Parameters.in(R2dbcType.VARCHAR, upload.by().requestId()))
                .map(ImportStore::begun)
                .one();
    }

    private static Long begun(Readable row) {
        Long begun = row.get("begun", Long.class);
        if (begun == null) {
            throw Fault.CONFLICT.because("import " + row.get("under_way", Long.class)
                    + " is under way for the same data; wait until it has ended; nothing was changed");
        }
        return begun;
    }

    /** Notes how far it has come, which shows that somebody is at it. Fails with a {@link io.p13n.admin.http.Faulted} if it was ended. */
    Mono<Void> move(long id, Progress.Count count, long bytesRead) {
        return database.sql("""
                        update batch_import
                           set rows_read = :read, rows_rejected = :rejected, rejects = :rejects, bytes_read = :bytes,
                               moved_at = now()
                         where id = :id and state = 'running'
                        """)
                .bind("id", id)
                .bind("read", count.read())
                .bind("rejected", count.rejected())
                .bind("rejects", json.writeValueAsString(count.told()))
                .bind("bytes", bytesRead)
                .fetch()
                .rowsUpdated()
                .flatMap(rows -> rows == 1 ? Mono.empty() : Mono.error(ended(id)));
    }

    /** Makes all its rows count. Fails with a {@link io.p13n.admin.http.Faulted} if it was ended. */
    Mono<Void> publish(long id) {
        return database.sql("select publish_import(:id) as published")
                .bind("id", id)
                .map(row -> Boolean.TRUE.equals(row.get("published", Boolean.class)))
                .one()
                .flatMap(published -> published ? Mono.empty() : Mono.error(ended(id)));
    }

    static RuntimeException ended(long id) {
        return Fault.CONFLICT.because("import " + id
                + " was taken for dead, for it had not moved for a minute; nothing was changed, send it again");
    }

    Mono<Void> fail(long id, String why) {
        return database.sql("select fail_import(:id, :why)")
                .bind("id", id)
                .bind("why", why)
                .fetch()
                .rowsUpdated()
                .then();
    }

    /** Ends those that have not moved for so long: who took them ended. */
    Mono<Void> failAbandoned(Duration silence) {
        return database.sql("select fail_abandoned_imports(now() - make_interval(secs => :seconds))")
                .bind("seconds", (double) silence.toSeconds())
                .fetch()
                .rowsUpdated()
                .then();
    }

    /** Empty if the service has no such upload. */
    Mono<ImportReport> find(ServiceId service, long id) {
        return of(service, COLUMNS + " and id = :id")
                .bind("id", id)
                .map(ImportStore::imported)
                .one();
    }

    Mono<List<ImportReport>> list(ServiceId service, Page page) {
        return of(service, COLUMNS + " and id < :before order by id desc limit :rows")
                .bind("before", page.before())
                .bind("rows", page.rows())
                .map(ImportStore::imported)
                .all()
                .collectList();
    }

    private DatabaseClient.GenericExecuteSpec of(ServiceId service, String sql) {
        return database.sql(sql).bind("account", service.account()).bind("instance", service.instance());
    }

    private static ImportReport imported(Readable row) {
        Instant started = required(row, "started_at", OffsetDateTime.class).toInstant();
        OffsetDateTime ended = row.get("ended_at", OffsetDateTime.class);
        Duration elapsed = Duration.between(
                started, required(row, "seen_at", OffsetDateTime.class).toInstant());
        String state = required(row, "state", String.class);
        long rowsRead = required(row, "rows_read", Long.class);
        long bytesRead = required(row, "bytes_read", Long.class);
        Long bytesTotal = row.get("bytes_total", Long.class);
        return new ImportReport(
                required(row, "id", Long.class),
                required(row, "target", String.class),
                required(row, "replaces", Boolean.class) ? "replace" : "upsert",
                state,
                row.get("failure", String.class),
                rowsRead,
                required(row, "rows_written", Long.class),
                required(row, "rows_rejected", Long.class),
                required(row, "rejects", String.class),
                bytesRead,
                bytesTotal,
                ImportReport.rate(rowsRead, elapsed),
                ImportReport.secondsLeft(state, bytesRead, bytesTotal, elapsed),
                required(row, "who", String.class),
                required(row, "request_id", String.class),
                started,
                ended == null ? null : ended.toInstant());
    }

    private static <T> T required(Readable row, String column, Class<T> type) {
        return Objects.requireNonNull(row.get(column, type));
    }
}
