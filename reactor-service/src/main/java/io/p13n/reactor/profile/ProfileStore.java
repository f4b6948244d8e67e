package io.p13n.reactor.profile;

import io.p13n.contract.ServiceId;
import io.p13n.offer.profile.BatchReads;
import io.p13n.offer.profile.Id;
import io.p13n.reactor.consume.OffsetMove;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

/** Keeps the profiles of all services. To load and to commit is one round trip each. */
public interface ProfileStore {

    /**
     * Reads whoever holds one of these ids, and which of these uuids were applied before, of one moment.
     *
     * @param reads what the warehouse knows beyond these need not come
     */
    LoadedBatch load(ServiceId service, Set<Id> ids, Set<UUID> uuids, BatchReads reads);

    /**
     * Writes what a batch changed and moves its offsets: all or nothing.
     *
     * @throws io.p13n.reactor.consume.OffsetMoved if PostgreSQL stands elsewhere
     * @throws CommitConflict if another batch changed what this one had loaded
     */
    void commit(OffsetMove move, BatchChanges changes);

    /**
     * Runs the work, which loads and commits, while no other batch of the service can commit: it meets no conflict.
     * For batches that others keep changing under their feet.
     */
    <T> T alone(ServiceId service, Supplier<T> work);
}
