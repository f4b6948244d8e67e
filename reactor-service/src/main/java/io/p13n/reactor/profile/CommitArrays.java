package io.p13n.reactor.profile;

import io.p13n.offer.profile.Id;
import io.p13n.offer.profile.ProfileCodec;
import io.p13n.reactor.profile.BatchChanges.IdChange;
import io.p13n.reactor.profile.BatchChanges.IdentityChange;
import io.p13n.reactor.profile.BatchChanges.IdentityChange.Evicted;
import io.p13n.reactor.profile.BatchChanges.IdentityChange.Merged;
import io.p13n.reactor.profile.BatchChanges.ProfileChange;
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

    private CommitArrays() {}

    static GenericExecuteSpec bind(GenericExecuteSpec statement, BatchChanges changes) {
        return journal(ids(profiles(statement, changes.profiles()), changes.ids()), changes.journal());
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
                .bind("states", texts(profiles, CommitArrays::state));
    }

    private static GenericExecuteSpec ids(GenericExecuteSpec statement, List<IdChange> ids) {
        return statement
                .bind("id_keys", texts(ids, change -> change.id().key()))
                .bind("id_values", texts(ids, change -> change.id().value()))
                .bind("expected_profiles", uuids(ids, IdChange::expectedProfile))
                .bind("new_profiles", uuids(ids, IdChange::newProfile))
                .bind("id_since", uuids(ids, IdChange::since));
    }

    private static GenericExecuteSpec journal(GenericExecuteSpec statement, List<IdentityChange> journal) {
        return statement
                .bind("change_profiles", uuids(journal, IdentityChange::profile))
                .bind("changes", texts(journal, change -> change instanceof Merged ? "merged" : "evicted"))
                .bind("change_merged", uuids(journal, change -> change instanceof Merged of ? of.merged() : null))
                .bind("change_keys", texts(journal, change -> evicted(change, Id::key)))
                .bind("change_values", texts(journal, change -> evicted(change, Id::value)))
                .bind("change_record_ids", uuids(journal, IdentityChange::recordId))
                .bind(
                        "change_times",
                        journal.stream()
                                .map(change -> change.at().atOffset(ZoneOffset.UTC))
                                .toArray(OffsetDateTime[]::new));
    }

    private static @Nullable String state(ProfileChange change) {
        return change.profile() == null ? null : ProfileCodec.encode(change.profile());
    }

    private static @Nullable String evicted(IdentityChange change, Function<Id, String> part) {
        return change instanceof Evicted of ? part.apply(of.id()) : null;
    }

    private static <T> @Nullable UUID[] uuids(List<T> rows, Function<T, @Nullable UUID> column) {
        return rows.stream().map(column).toArray(UUID[]::new);
    }

    private static <T> @Nullable String[] texts(List<T> rows, Function<T, @Nullable String> column) {
        return rows.stream().map(column).toArray(String[]::new);
    }
}
