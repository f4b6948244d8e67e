package io.p13n.reactor.profile;

import static java.util.stream.Collectors.joining;

import io.p13n.offer.profile.Id;
import io.p13n.offer.profile.ProfileCodec;
import io.p13n.reactor.profile.BatchChanges.IdChange;
import io.p13n.reactor.profile.BatchChanges.IdentityChange;
import io.p13n.reactor.profile.BatchChanges.IdentityChange.Evicted;
import io.p13n.reactor.profile.BatchChanges.IdentityChange.Merged;
import io.p13n.reactor.profile.BatchChanges.IdentityChange.Released;
import io.p13n.reactor.profile.BatchChanges.IdentityChange.Stopped;
import io.p13n.reactor.profile.BatchChanges.ProfileChange;
import io.p13n.reactor.profile.BatchChanges.UuidChange;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;

/** Turns a batch's changes into the arrays that {@code commit_batch.sql} takes. */
final class CommitArrays {

    /** Between states. One text needs no quoting, which an array of texts does, and JSON has no such character in it. */
    private static final String BETWEEN_STATES = "\u001e";

    private static final String NO_STATE = "-";

    private CommitArrays() {}

    static GenericExecuteSpec bind(GenericExecuteSpec statement, BatchChanges changes) {
        var withUuids = uuids(statement, changes.uuids());
        return journal(ids(profiles(withUuids, changes.profiles()), changes.ids()), changes.journal());
    }

    private static GenericExecuteSpec uuids(GenericExecuteSpec statement, List<UuidChange> uuids) {
        return statement
                .bind("uuids", uuids(uuids, UuidChange::uuid))
                .bind("expected_times", times(uuids, UuidChange::expectedTime))
                .bind("new_times", times(uuids, UuidChange::acceptedAt));
    }

    private static GenericExecuteSpec profiles(GenericExecuteSpec statement, List<ProfileChange> profiles) {
        var random = ThreadLocalRandom.current();
        return statement
                .bind("profile_ids", uuids(profiles, ProfileChange::id))
                .bind(
                        "expected_versions",
                        profiles.stream().map(ProfileChange::expectedVersion).toArray(Long[]::new))
                .bind(
                        "new_versions",
                        profiles.stream().map(each -> random.nextLong()).toArray(Long[]::new))
                .bind("states", profiles.stream().map(CommitArrays::state).collect(joining(BETWEEN_STATES)));
    }

    private static GenericExecuteSpec ids(GenericExecuteSpec statement, List<IdChange> ids) {
        return statement
                .bind("id_keys", texts(ids, change -> change.linked().id().key()))
                .bind("id_values", texts(ids, change -> change.linked().id().value()))
                .bind("expected_profiles", uuids(ids, IdChange::expectedProfile))
                .bind("new_profiles", uuids(ids, IdChange::newProfile))
                .bind("id_since", uuids(ids, change -> change.linked().since()))
                .bind(
                        "id_proven",
                        ids.stream().map(change -> change.linked().proven()).toArray(Boolean[]::new));
    }

    private static GenericExecuteSpec journal(GenericExecuteSpec statement, List<IdentityChange> journal) {
        return statement
                .bind("change_profiles", uuids(journal, IdentityChange::profile))
                .bind("changes", texts(journal, CommitArrays::kind))
                .bind("change_merged", uuids(journal, CommitArrays::other))
                .bind("change_keys", texts(journal, change -> left(change, Id::key)))
                .bind("change_values", texts(journal, change -> left(change, Id::value)))
                .bind("change_record_ids", uuids(journal, IdentityChange::recordId))
                .bind("change_times", times(journal, IdentityChange::at));
    }

    private static String kind(IdentityChange change) {
        if (change instanceof Merged) {
            return "merged";
        }
        if (change instanceof Stopped) {
            return "stopped";
        }
        return change instanceof Evicted ? "evicted" : "released";
    }

    private static @Nullable UUID other(IdentityChange change) {
        if (change instanceof Merged of) {
            return of.merged();
        }
        return change instanceof Stopped of ? of.apart() : null;
    }

    private static String state(ProfileChange change) {
        return change.profile() == null ? NO_STATE : ProfileCodec.encode(change.profile());
    }

    private static @Nullable String left(IdentityChange change, Function<Id, String> part) {
        if (change instanceof Evicted of) {
            return part.apply(of.id());
        }
        return change instanceof Released of ? part.apply(of.id()) : null;
    }

    private static <T> @Nullable OffsetDateTime[] times(List<T> rows, Function<T, @Nullable Instant> column) {
        return rows.stream()
                .map(column)
                .map(time -> time == null ? null : time.atOffset(ZoneOffset.UTC))
                .toArray(OffsetDateTime[]::new);
    }

    private static <T> @Nullable UUID[] uuids(List<T> rows, Function<T, @Nullable UUID> column) {
        return rows.stream().map(column).toArray(UUID[]::new);
    }

    private static <T> @Nullable String[] texts(List<T> rows, Function<T, @Nullable String> column) {
        return rows.stream().map(column).toArray(String[]::new);
    }
}
