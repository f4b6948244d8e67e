package io.p13n.admin.definition;

import io.p13n.contract.DefinitionKey;
import io.p13n.contract.PublishedDefinition;
import io.r2dbc.spi.Readable;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The definition tables. Locks last as long as the caller's transaction. */
@Component
public class DefinitionStore {

    private static final String CURRENT = """
            select subject, version, deleted, document
            from definition join definition_version using (subject, version)
            """;

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
                .then();
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
                text(row, "document"));
    }

    private static String text(Readable row, String column) {
        return Objects.requireNonNull(row.get(column, String.class));
    }
}
