package io.p13n.reactor.decision;

import io.p13n.contract.EventHeaders;
import io.p13n.contract.ServiceId;
import io.p13n.offer.decision.BasisCodec;
import io.p13n.offer.decision.DecisionBasis;
import io.p13n.offer.profile.ProfileCodec;
import io.p13n.reactor.archive.ArchiveDatabase;
import io.p13n.reactor.reaction.KeptDecision;
import io.p13n.reactor.retention.DayPartitions;
import io.p13n.reactor.sql.Columns;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** The table of decisions, a partition for each day. */
@Component
class DecisionTable {

    private static final String KEEP = """
            select kept, erased from keep_decisions(
                :account, :instance, :accepted, :record_ids, :uuids, :definitions, :publics,
                :profiles, :states, :bases)
            """;

    private final ArchiveDatabase database;
    private final DayPartitions days;

    DecisionTable(ArchiveDatabase database, DecisionProperties properties) {
        this.database = database;
        this.days = new DayPartitions("decision", properties.retention(), database.client());
    }

    /**
     * A decision as a row.
     *
     * @param definition the version that decided
     * @param profile the id of the profile as the event found it
     * @param state of that profile
     * @param basis all else that decided
     */
    record Row(EventHeaders headers, long definition, UUID profile, String state, String basis) {

        static Row of(long definition, KeptDecision decision) {
            DecisionBasis basis = decision.decided().basis();
            return new Row(
                    decision.headers(),
                    definition,
                    basis.before().id(),
                    ProfileCodec.encode(basis.before()),
                    BasisCodec.encode(basis));
        }

        LocalDate day() {
            return LocalDate.ofInstant(headers.acceptedAt(), ZoneOffset.UTC);
        }

        /** What the answer calls the event. */
        UUID uuid() {
            UUID sent = headers.uuid();
            return sent == null ? headers.recordId() : sent;
        }
    }

    /**
     * What became of rows; the rest was there already.
     *
     * @param erased whose person was erased since
     */
    record Outcome(int kept, int erased) {}

    /** The first day that is kept. */
    LocalDate first() {
        return days.first();
    }

    /** Writes rows of days that are kept, all or none. */
    Outcome keep(ServiceId service, List<Row> rows) {
        days.make(rows.stream().map(Row::day).collect(Collectors.toCollection(TreeSet::new)));
        return database.sql(KEEP)
                .param("account", service.account())
                .param("instance", service.instance())
                .param("accepted", Columns.moments(rows, row -> row.headers().acceptedAt()))
                .param("record_ids", Columns.uuids(rows, row -> row.headers().recordId()))
                .param("uuids", Columns.uuids(rows, Row::uuid))
                .param("definitions", Columns.longs(rows, Row::definition))
                .param("publics", Columns.booleans(rows, DecisionTable::isPublic))
                .param("profiles", Columns.uuids(rows, Row::profile))
                .param("states", Columns.texts(rows, Row::state))
                .param("bases", Columns.texts(rows, Row::basis))
                .query((row, number) -> outcome(row))
                .single();
    }

    private static boolean isPublic(Row row) {
        return row.headers().caller() == EventHeaders.CallerKind.PUBLIC;
    }

    private static Outcome outcome(ResultSet row) throws SQLException {
        return new Outcome(row.getInt("kept"), row.getInt("erased"));
    }

    @Scheduled(initialDelay = 0, fixedDelayString = DayPartitions.EVERY)
    void upkeep() {
        days.upkeep();
    }
}
