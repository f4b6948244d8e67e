package io.p13n.admin.why;

import io.p13n.contract.ServiceId;
import io.p13n.offer.decision.BasisCodec;
import io.p13n.offer.decision.DecisionBasis;
import io.p13n.offer.event.AcceptedEvent;
import io.p13n.offer.event.Caller;
import io.p13n.offer.event.Event;
import io.p13n.offer.event.EventReader;
import io.r2dbc.spi.Readable;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** The decisions that reactors keep, each with its event from the event store. */
@Component
class DecisionTable {

    /** An event may be sent again and again, and each time is a decision. */
    private static final int MOST = 20;

    private final DatabaseClient database;

    DecisionTable(DatabaseClient database) {
        this.database = database;
    }

    /**
     * A decision, and all that it takes to make it again.
     *
     * @param definition the version that decided
     */
    record Kept(AcceptedEvent event, long definition, DecisionBasis basis) {}

    /** Those of an event that was answered under this uuid, the latest first; at most {@value MOST}. */
    Mono<List<Kept>> of(ServiceId service, UUID uuid) {
        return database.sql("""
                        select d.accepted_at, d.record_id, d.definition, d.public, d.profile, d.state, d.basis,
                               e.database_name || '.' || e.table_name as "table", e.body::text as body
                          from decision d
                          join event e on e.accepted_at = d.accepted_at and e.record_id = d.record_id
                         where d.account = :account and d.instance = :instance and d.uuid = :uuid
                         order by d.accepted_at desc, d.record_id desc
                         limit :most
                        """)
                .bind("account", service.account())
                .bind("instance", service.instance())
                .bind("uuid", uuid)
                .bind("most", MOST)
                .map(DecisionTable::kept)
                .all()
                .collectList();
    }

    private static Kept kept(Readable row) {
        var event = new AcceptedEvent(
                required(row, "record_id", UUID.class),
                required(row, "accepted_at", Instant.class),
                required(row, "table", String.class),
                required(row, "public", Boolean.class) ? Caller.PUBLIC : Caller.PRIVATE,
                event(required(row, "body", String.class)));
        var basis = BasisCodec.decode(
                required(row, "profile", UUID.class),
                required(row, "state", String.class),
                required(row, "basis", String.class));
        return new Kept(event, required(row, "definition", Long.class), basis);
    }

    private static Event event(String body) {
        if (EventReader.read(body.getBytes(StandardCharsets.UTF_8)) instanceof Event event) {
            return event;
        }
        throw new IllegalStateException("the event store has an event that none can read");
    }

    private static <T> T required(Readable row, String column, Class<T> type) {
        return Objects.requireNonNull(row.get(column, type), column);
    }
}
