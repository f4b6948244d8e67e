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
import io.p13n.reactor.sql.Columns;
import io.p13n.reactor.sql.SqlFile;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;

/** Turns a batch's changes into the arrays that {@code commit_batch} takes, and knows the statements that take them. */
final class CommitArrays {

    private static final String ALL = SqlFile.beside(CommitArrays.class, "commit_batch.sql");

    /** The same with nothing but profiles: most batches change nothing else, and each array costs, however empty. */
    private static final String PROFILES = SqlFile.beside(CommitArrays.class, "commit_profiles.sql");

    /** Between states. One text needs no quoting, which an array of texts does, and JSON has no such character in it. */
    private static final String BETWEEN_STATES = "\u001e";

    private static final String NO_STATE = "-";

    private CommitArrays() {}

    /** The statement that writes these changes; the service and its offsets are still to be bound. */
    static StatementSpec statement(JdbcClient database, BatchChanges changes) {
        return isOfProfilesAlone(changes)
                ? profiles(database.sql(PROFILES), changes.profiles())
                : all(database.sql(ALL), changes);
    }

    private static boolean isOfProfilesAlone(BatchChanges changes) {
        return changes.uuids().isEmpty()
                && changes.ids().isEmpty()
                && changes.journal().isEmpty();
    }

    private static StatementSpec all(StatementSpec statement, BatchChanges changes) {
        uuids(statement, changes.uuids());
        profiles(statement, changes.profiles());
        ids(statement, changes.ids());
        return journal(statement, changes.journal());
    }

    private static void uuids(StatementSpec statement, List<UuidChange> uuids) {
        statement
                .param("uuids", Columns.uuids(uuids, UuidChange::uuid))
                .param("expected_times", Columns.moments(uuids, UuidChange::expectedTime))
                .param("new_times", Columns.moments(uuids, UuidChange::acceptedAt));
    }

    private static StatementSpec profiles(StatementSpec statement, List<ProfileChange> profiles) {
        var random = ThreadLocalRandom.current();
        return statement
                .param("profile_ids", Columns.uuids(profiles, ProfileChange::id))
                .param("expected_versions", Columns.longs(profiles, ProfileChange::expectedVersion))
                .param("new_versions", Columns.longs(profiles, each -> random.nextLong()))
                .param("states", profiles.stream().map(CommitArrays::state).collect(joining(BETWEEN_STATES)));
    }

    private static void ids(StatementSpec statement, List<IdChange> ids) {
        statement
                .param(
                        "id_keys",
                        Columns.texts(ids, change -> change.linked().id().key()))
                .param(
                        "id_values",
                        Columns.texts(ids, change -> change.linked().id().value()))
                .param("expected_profiles", Columns.uuids(ids, IdChange::expectedProfile))
                .param("new_profiles", Columns.uuids(ids, IdChange::newProfile))
                .param("id_since", Columns.uuids(ids, change -> change.linked().since()))
                .param(
                        "id_proven",
                        Columns.booleans(ids, change -> change.linked().proven()));
    }

    private static StatementSpec journal(StatementSpec statement, List<IdentityChange> journal) {
        return statement
                .param("change_profiles", Columns.uuids(journal, IdentityChange::profile))
                .param("changes", Columns.texts(journal, CommitArrays::kind))
                .param("change_merged", Columns.uuids(journal, CommitArrays::other))
                .param("change_keys", Columns.texts(journal, change -> left(change, Id::key)))
                .param("change_values", Columns.texts(journal, change -> left(change, Id::value)))
                .param("change_record_ids", Columns.uuids(journal, IdentityChange::recordId))
                .param("change_times", Columns.moments(journal, IdentityChange::at));
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
}
