package io.p13n.reactor.profile;

import io.p13n.offer.profile.BatchData;
import io.p13n.offer.profile.Catalogs;
import io.p13n.offer.profile.Id;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * All that a batch reads, of one moment.
 *
 * @param profiles whoever holds one of the batch's ids, each once
 * @param batchData what the warehouse knows of the batch's ids and of all other ids of those profiles
 * @param seenUuids which of the batch's uuids were applied before, and when they were accepted
 * @param tombstones which of the batch's ids were erased, and name nobody now
 */
public record LoadedBatch(
        List<StoredProfile> profiles,
        BatchData batchData,
        Map<UUID, Instant> seenUuids,
        Map<Id, Tombstone> tombstones) {

    /**
     * What an erased id leaves.
     *
     * @param marker stands for whom it names, so that it can be linked anew by compare-and-set
     * @param until events accepted before don't count
     */
    public record Tombstone(UUID marker, Instant until) {}

    /** The same, and catalogs to look things up in. */
    public LoadedBatch with(Catalogs catalogs) {
        return new LoadedBatch(profiles, batchData.with(catalogs), seenUuids, tombstones);
    }
}
