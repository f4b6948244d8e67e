package io.p13n.reactor.profile;

import io.p13n.offer.profile.Id;
import io.p13n.offer.profile.LinkedId;
import io.p13n.offer.profile.Profile;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * All that a batch writes, beside its offsets.
 *
 * @param uuids the uuids that count from now on
 * @param profiles the profiles that were made, changed or merged away
 * @param ids the ids that were linked, re-pointed or gave way
 * @param journal what happened to ids and profiles, in order
 */
public record BatchChanges(
        List<UuidChange> uuids, List<ProfileChange> profiles, List<IdChange> ids, List<IdentityChange> journal) {

    /** Nothing but the offsets moves. */
    public static final BatchChanges NONE = new BatchChanges(List.of(), List.of(), List.of(), List.of());

    /**
     * A uuid that a caller sent.
     *
     * @param expectedTime when it was accepted the last time, if it was seen at all; that is too long ago to count
     * @param acceptedAt when its event was accepted
     */
    public record UuidChange(UUID uuid, @Nullable Instant expectedTime, Instant acceptedAt) {}

    /**
     * A profile that was made, changed or merged away.
     *
     * @param id whose profile
     * @param expectedVersion the version that was loaded; absent for a new profile
     * @param profile what it is now; absent if it went into another
     */
    public record ProfileChange(
            UUID id,
            @Nullable Long expectedVersion,
            @Nullable Profile profile) {}

    /**
     * An id that was linked, proven, re-pointed, or names nobody any more; or that named nobody, does so again, and must have done so
     * all the while.
     *
     * @param linked how it is linked now; for an id that names nobody, how it was
     * @param expectedProfile whom it named when it was loaded; absent if nobody
     * @param newProfile whom it names now; absent if nobody
     */
    public record IdChange(
            LinkedId linked,
            @Nullable UUID expectedProfile,
            @Nullable UUID newProfile) {}

    /** What happened, by which event (its record id), accepted when. */
    public sealed interface IdentityChange {

        UUID profile();

        UUID recordId();

        Instant at();

        /** The profile {@code merged} went into {@code profile}. */
        record Merged(UUID profile, UUID merged, UUID recordId, Instant at) implements IdentityChange {}

        /** The id gave way, for the profile had too many. */
        record Evicted(UUID profile, Id id, UUID recordId, Instant at) implements IdentityChange {}

        /** A server named both, but {@code profile} had taken in as many as it may: they stay apart. */
        record Stopped(UUID profile, UUID apart, UUID recordId, Instant at) implements IdentityChange {}

        /** A server named the id, which only a browser had claimed for this profile. */
        record Released(UUID profile, Id id, UUID recordId, Instant at) implements IdentityChange {}
    }
}
