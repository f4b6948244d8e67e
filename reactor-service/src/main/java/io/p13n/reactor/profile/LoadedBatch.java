package io.p13n.reactor.profile;

import io.p13n.offer.profile.BatchData;
import java.util.List;

/**
 * All that a batch reads, of one moment.
 *
 * @param profiles whoever holds one of the batch's ids, each once
 * @param batchData what the warehouse knows of the batch's ids and of all other ids of those profiles
 */
public record LoadedBatch(List<StoredProfile> profiles, BatchData batchData) {}
