package io.p13n.reactor.profile;

import io.p13n.contract.ServiceId;
import io.p13n.offer.profile.BatchReads;
import io.p13n.offer.profile.Id;
import io.p13n.reactor.consume.OffsetMove;
import io.p13n.reactor.consume.OffsetMoved;
import io.p13n.reactor.consume.SqlState;
import io.p13n.reactor.sql.Columns;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/** The profile store on PostgreSQL: one function call to load a batch, one to commit it. */
@Component
class PostgresProfileStore implements ProfileStore {

    private static final String LOAD =
            "select * from load_batch(:account, :instance, :keys, :values, :uuids, :segments, :attributes)";

    private final JdbcClient database;
    private final TransactionOperations transaction;

    PostgresProfileStore(JdbcClient database, TransactionOperations transaction) {
        this.database = database;
        this.transaction = transaction;
    }

    @Override
    public LoadedBatch load(ServiceId service, Set<Id> ids, Set<UUID> uuids, BatchReads reads) {
        return LoadedRow.gather(database.sql(LOAD)
                .param("account", service.account())
                .param("instance", service.instance())
                .param("keys", Columns.texts(ids, Id::key))
                .param("values", Columns.texts(ids, Id::value))
                .param("uuids", Columns.uuids(uuids, uuid -> uuid))
                .param("segments", reads.segments())
                .param("attributes", reads.attributes())
                .query((row, number) -> LoadedRow.read(row))
                .list());
    }

    @Override
    public void commit(OffsetMove move, BatchChanges changes) {
        var statement = CommitArrays.statement(database, changes)
                .param("account", move.group().service().account())
                .param("instance", move.group().service().instance())
                .param("group", move.group().name())
                .param("topic", move.group().topic())
                .param("partitions", move.partitions())
                .param("expected_offsets", move.expected())
                .param("next_offsets", move.next())
                .param("applied_to", move.appliedTo())
                .param("leader_epochs", move.leaderEpochs());
        try {
            statement.query(row -> {});
        } catch (DataAccessException failure) {
            throw translated(failure);
        }
    }

    @Override
    public <T> T alone(ServiceId service, Supplier<T> work) {
        return Objects.requireNonNull(transaction.execute(status -> {
            database.sql("select take_service_alone(:account, :instance)")
                    .param("account", service.account())
                    .param("instance", service.instance())
                    .query(row -> {});
            return work.get();
        }));
    }

    private static RuntimeException translated(DataAccessException failure) {
        String state = SqlState.of(failure);
        if (OffsetMoved.SQLSTATE.equals(state)) {
            return new OffsetMoved(failure);
        }
        if (CommitConflict.SQLSTATE.equals(state)) {
            return new CommitConflict(failure);
        }
        return failure;
    }
}
