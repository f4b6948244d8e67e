package io.p13n.admin.audit;

import io.p13n.admin.access.Caller;
import io.p13n.admin.http.Page;
import io.r2dbc.spi.Parameters;
import io.r2dbc.spi.R2dbcType;
import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * The table of all changes, and of who saw sensitive values. Rows are only ever added, each in the transaction of the change
 * that it tells of, or before what it tells of is shown.
 */
@Component
public class Audit {

    private final DatabaseClient database;

    Audit(DatabaseClient database) {
        this.database = database;
    }

    /**
     * Notes a change that a caller makes.
     *
     * @param action a verb, such as {@code apply}
     * @param subject what it is done to, such as {@code service/1/2 version 3}; never a secret
     */
    public Mono<Void> note(Caller caller, String action, String subject) {
        return note(caller.account(), caller.key(), action, subject, caller.address(), caller.requestId());
    }

    /** Notes a change that no caller made. */
    public Mono<Void> note(long account, String who, String action, String subject) {
        return note(account, who, action, subject, null, null);
    }

    private Mono<Void> note(
            long account,
            String who,
            String action,
            String subject,
            @Nullable String address,
            @Nullable String requestId) {
        return database.sql("insert into audit (account, who, action, subject, address, request_id)"
                        + " values (:account, :who, :action, :subject, :address, :requestId)")
                .bind("account", account)
                .bind("who", who)
                .bind("action", action)
                .bind("subject", subject)
                .bind("address", Parameters.in(R2dbcType.VARCHAR, address))
                .bind("requestId", Parameters.in(R2dbcType.VARCHAR, requestId))
                .then();
    }

    Mono<List<Entry>> entries(long account, Page page) {
        return database.sql("select id, at, who, action, subject, address, request_id from audit"
                        + " where account = :account and id < :before order by id desc limit :rows")
                .bind("account", account)
                .bind("before", page.before())
                .bind("rows", page.rows())
                .map(Audit::entry)
                .all()
                .collectList();
    }

    private static Entry entry(Readable row) {
        return new Entry(
                Objects.requireNonNull(row.get("id", Long.class)),
                Objects.requireNonNull(row.get("at", Instant.class)),
                text(row, "who"),
                text(row, "action"),
                text(row, "subject"),
                row.get("address", String.class),
                row.get("request_id", String.class));
    }

    private static String text(Readable row, String column) {
        return Objects.requireNonNull(row.get(column, String.class));
    }
}
