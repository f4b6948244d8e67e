package io.p13n.reactor.profile;

import io.p13n.contract.ServiceId;
import io.p13n.offer.profile.Id;
import io.p13n.reactor.consume.OffsetMove;
import io.p13n.reactor.consume.OffsetMoved;
import io.p13n.reactor.consume.SqlState;
import io.p13n.reactor.sql.SqlFile;
import io.r2dbc.spi.ConnectionFactory;
import java.util.Set;
import java.util.UUID;
import org.springframework.r2dbc.connection.R2dbcTransactionManager;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.reactive.TransactionalOperator;
import org.springframework.transaction.support.DefaultTransactionDefinition;
import reactor.core.publisher.Mono;

/** The profile store on PostgreSQL: one function call to load a batch, one to commit it. */
@Component
class PostgresProfileStore implements ProfileStore {

    private static final String LOAD = "select * from load_batch(:account, :instance, :keys, :values, :uuids)";

    private final String commit = SqlFile.beside(PostgresProfileStore.class, "commit_batch.sql");
    private final DatabaseClient database;
    private final TransactionalOperator transaction;
    private final TransactionalOperator connection;

    PostgresProfileStore(DatabaseClient database, ConnectionFactory connections) {
        this.database = database;
        var manager = new R2dbcTransactionManager(connections);
        this.transaction = TransactionalOperator.create(manager);
        // Begins no transaction, but keeps the connection.
        this.connection = TransactionalOperator.create(
                manager, new DefaultTransactionDefinition(TransactionDefinition.PROPAGATION_SUPPORTS));
    }

    @Override
    public Mono<LoadedBatch> load(ServiceId service, Set<Id> ids, Set<UUID> uuids) {
        return database.sql(LOAD)
                .bind("account", service.account())
                .bind("instance", service.instance())
                .bind("keys", ids.stream().map(Id::key).toArray(String[]::new))
                .bind("values", ids.stream().map(Id::value).toArray(String[]::new))
                .bind("uuids", uuids.toArray(UUID[]::new))
                .map(LoadedRow::read)
                .all()
                .collectList()
                .map(LoadedRow::gather);
    }

    @Override
    public Mono<Void> commit(OffsetMove move, BatchChanges changes) {
        var statement = database.sql(commit)
                .bind("account", move.group().service().account())
                .bind("instance", move.group().service().instance())
                .bind("group", move.group().name())
                .bind("topic", move.group().topic())
                .bind("partitions", move.partitions())
                .bind("expected_offsets", move.expected())
                .bind("next_offsets", move.next())
                .bind("applied_to", move.appliedTo())
                .bind("leader_epochs", move.leaderEpochs());
        return CommitArrays.bind(statement, changes)
                .fetch()
                .rowsUpdated()
                .then()
                .onErrorMap(PostgresProfileStore::translated);
    }

    @Override
    public <T> Mono<T> together(Mono<T> work) {
        return work.as(connection::transactional);
    }

    @Override
    public <T> Mono<T> alone(ServiceId service, Mono<T> work) {
        return database.sql("select take_service_alone(:account, :instance)")
                .bind("account", service.account())
                .bind("instance", service.instance())
                .fetch()
                .rowsUpdated()
                .then(work)
                .as(transaction::transactional);
    }

    private static Throwable translated(Throwable failure) {
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
