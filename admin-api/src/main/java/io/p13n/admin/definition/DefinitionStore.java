package io.p13n.admin.definition;

import io.p13n.admin.http.Page;
import io.p13n.contract.DefinitionKey;
import io.p13n.contract.PublishedDefinition;
import io.p13n.contract.ServiceId;
import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The definition tables. Locks last as long as the caller's transaction. */
@Component
public class DefinitionStore {

    private static final String CURRENT = """
            select subject, version, deleted, document,
                   (select string_agg(c.digest, ',') from credential c
                     where subject like 'account/%' and c.revoked_at is not null
                       and c.account = split_part(subject, '/', 2)::bigint) as revoked
            from definition join definition_version using (subject, version)
            """;

    /** So many texts come from the database at a time. */
    private static final int AT_ONCE = 4;

    private final DatabaseClient database;

    DefinitionStore(DatabaseClient database) {
        this.database = database;
    }

    /**
     * The current versions in the order of their subjects, which no other can change, nor publish, meanwhile.
     *
     * <p>Two statements: one that had waited for a lock would still join the version from before the wait.
     */
    public Flux<PublishedDefinition> lockCurrent() {
        return database.sql("select subject from definition order by subject collate \"C\" for update")
                .map(row -> text(row, "subject"))
                .all()
                .collectList()
                .flatMapMany(this::current);
    }

    private Flux<PublishedDefinition> current(List<String> subjects) {
        return database.sql(CURRENT + "where subject = any(:subjects) order by subject collate \"C\"")
                .bind("subjects", subjects.toArray(String[]::new))
                .map(DefinitionStore::definition)
                .all();
    }

    /** Notes what has reached the topic. */
    public Mono<Void> markPublished(List<PublishedDefinition> published) {
        return Flux.fromIterable(published)
                .concatMap(definition -> database.sql("""
                                insert into published_definition (subject, version) values (:subject, :version)
                                on conflict (subject) do update set version = excluded.version
                                """)
                        .bind("subject", definition.key().toString())
                        .bind("version", definition.version())
                        .then())
                .then();
    }

    /** Whether something has not reached the topic yet. */
    public Mono<Boolean> isPublicationDue() {
        return database.sql("""
                        select exists (select from definition d left join published_definition p using (subject)
                                        where p.version is distinct from d.version) as due
                        """)
                .map(row -> Boolean.TRUE.equals(row.get("due", Boolean.class)))
                .one();
    }

    /** The services that run, and none of each account: whose events have a log. */
    public Flux<ServiceId> logs() {
        return database.sql("""
                        select subject from definition join definition_version using (subject, version)
                         where not deleted
                        """)
                .map(row -> log(DefinitionKey.parse(text(row, "subject"))))
                .all();
    }

    private static ServiceId log(DefinitionKey key) {
        return key instanceof DefinitionKey.Service service
                ? service.service()
                : ServiceId.none(((DefinitionKey.Account) key).account());
    }

    /** Those of one account, in the order of their instances. */
    Flux<Services.Service> services(long account) {
        return database.sql("""
                        select split_part(subject, '/', 3)::bigint as instance, version
                          from definition join definition_version using (subject, version)
                         where subject like :services and not deleted order by instance
                        """)
                .bind("services", "service/" + account + "/%")
                .map(row -> new Services.Service(
                        Objects.requireNonNull(row.get("instance", Long.class)),
                        Objects.requireNonNull(row.get("version", Long.class))))
                .all();
    }

    /** Lets no other change the definitions: rows alone would not stop two new services that claim one table. */
    Mono<Void> lockAgainstChange() {
        return database.sql("lock table definition in share row exclusive mode").then();
    }

    Flux<PublishedDefinition> current() {
        return database.sql(CURRENT).map(DefinitionStore::definition).all();
    }

    /** The digests of the files last applied, by name. */
    Mono<Map<String, String>> lastApplied() {
        return database.sql("select file, digest from applied_file")
                .map(row -> Map.entry(text(row, "file"), text(row, "digest")))
                .all()
                .collectMap(Map.Entry::getKey, Map.Entry::getValue);
    }

    /** Keeps a version and makes it the current one. */
    Mono<Void> keep(NewVersion version) {
        PublishedDefinition definition = version.definition();
        return database.sql("""
                        with current as (
                            insert into definition (subject, version) values (:subject, :version)
                            on conflict (subject) do update set version = excluded.version)
                        insert into definition_version (subject, version, deleted, document, applied_by)
                        values (:subject, :version, :deleted, :document, :appliedBy)
                        """)
                .bind("subject", definition.key().toString())
                .bind("version", definition.version())
                .bind("deleted", definition.deleted())
                .bind("document", definition.document())
                .bind("appliedBy", version.appliedBy())
                .then()
                .then(revoke(definition.key(), version.revoked()));
    }

    private Mono<Void> revoke(DefinitionKey key, Set<String> digests) {
        if (!(key instanceof DefinitionKey.Account account) || digests.isEmpty()) {
            return Mono.empty();
        }
        return database.sql("""
                        insert into credential (account, digest, revoked_at) select :account, unnest(:digests), now()
                        on conflict (account, digest)
                        do update set revoked_at = coalesce(credential.revoked_at, excluded.revoked_at)
                        """)
                .bind("account", account.account())
                .bind("digests", digests.toArray(String[]::new))
                .then();
    }

    /** Notes that the admin API made this key or token. */
    Mono<Void> keepMade(DefinitionKey.Account account, String digest) {
        return database.sql("insert into credential (account, digest, made_at) values (:account, :digest, now())")
                .bind("account", account.account())
                .bind("digest", digest)
                .then();
    }

    Mono<Credentials> credentials() {
        return database.sql("select account, digest from credential where made_at is not null and revoked_at is null")
                .map(row -> Map.entry(Objects.requireNonNull(row.get("account", Long.class)), text(row, "digest")))
                .all()
                .collect(Collectors.groupingBy(
                        Map.Entry::getKey, Collectors.mapping(Map.Entry::getValue, Collectors.toSet())))
                .map(Credentials::new);
    }

    /** One version; empty if there never was such a one. */
    Mono<PublishedDefinition> version(DefinitionKey key, long version) {
        return database.sql("""
                        select subject, version, deleted, document, null as revoked from definition_version
                         where subject = :subject and version = :version
                        """)
                .bind("subject", key.toString())
                .bind("version", version)
                .map(DefinitionStore::definition)
                .one();
    }

    /** The version that stands; empty if there is none. */
    Mono<PublishedDefinition> current(DefinitionKey key) {
        return database.sql(CURRENT + "where subject = :subject")
                .bind("subject", key.toString())
                .map(DefinitionStore::definition)
                .one();
    }

    /** The last version that has a text, whether or not a deletion followed. */
    Mono<PublishedDefinition> lastNotDeleted(DefinitionKey key) {
        return database.sql("""
                        select subject, version, deleted, document, null as revoked from definition_version
                         where subject = :subject and not deleted order by version desc limit 1
                        """)
                .bind("subject", key.toString())
                .map(DefinitionStore::definition)
                .one();
    }

    /**
     * The versions before this one in whose text one of these names may be, the newest first: where it is written, or where
     * there is an escape or a broken line, behind which it could hide.
     */
    Flux<PublishedDefinition> earlier(PublishedDefinition version, Set<String> names) {
        return database.sql("""
                        select subject, version, deleted, document, null as revoked from definition_version
                         where subject = :subject and version < :version and document ~ :names order by version desc
                        """)
                .bind("subject", version.key().toString())
                .bind("version", version.version())
                .bind("names", "\\m(" + String.join("|", names) + ")|\\\\[xuU\r\n]")
                .filter(statement -> statement.fetchSize(AT_ONCE))
                .map(DefinitionStore::definition)
                .all();
    }

    Mono<List<VersionListing>> versions(DefinitionKey key, Page page) {
        return database.sql("""
                        select version, deleted, applied_by, applied_at from definition_version
                         where subject = :subject and version < :before order by version desc limit :rows
                        """)
                .bind("subject", key.toString())
                .bind("before", page.before())
                .bind("rows", page.rows())
                .map(row -> new VersionListing(
                        Objects.requireNonNull(row.get("version", Long.class)),
                        Boolean.TRUE.equals(row.get("deleted", Boolean.class)),
                        text(row, "applied_by"),
                        Objects.requireNonNull(row.get("applied_at", Instant.class))))
                .all()
                .collectList();
    }

    Mono<Void> remember(DefinitionFile file) {
        return database.sql("""
                        insert into applied_file (file, digest) values (:file, :digest)
                        on conflict (file) do update set digest = excluded.digest, applied_at = now()
                        """)
                .bind("file", file.name())
                .bind("digest", file.digest())
                .then();
    }

    private static PublishedDefinition definition(Readable row) {
        return new PublishedDefinition(
                DefinitionKey.parse(text(row, "subject")),
                Objects.requireNonNull(row.get("version", Long.class)),
                Boolean.TRUE.equals(row.get("deleted", Boolean.class)),
                text(row, "document"),
                revoked(row.get("revoked", String.class)));
    }

    private static Set<String> revoked(@Nullable String digests) {
        return digests == null ? Set.of() : Set.of(digests.split(",", -1));
    }

    private static String text(Readable row, String column) {
        return Objects.requireNonNull(row.get(column, String.class));
    }
}
