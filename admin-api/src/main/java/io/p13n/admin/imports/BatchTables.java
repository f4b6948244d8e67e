package io.p13n.admin.imports;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** The tables of the rows themselves. A batch is one statement, which also notes that its upload has moved. */
@Component
class BatchTables {

    /** Holds the upload's row until the batch is in, so that nobody ends the upload and sweeps its rows in between. */
    private static final String ALIVE = """
            with alive as (
                update batch_import set rows_written = rows_written + :rows, moved_at = now()
                 where id = :id and state = 'running'
                returning id, account, instance
            ), written as (
            """;

    private static final String TELL = ") select id from alive";

    private static final String MEMBERS = ALIVE + """
            insert into batch_segment (account, instance, identity_key, identity_value, segment, generation)
            select a.account, a.instance, :key, w.value, :segment, a.id
              from alive a cross join unnest(:keys) as w (value)
                on conflict do nothing
            """ + TELL;

    private static final String ATTRIBUTES = ALIVE + """
            insert into imported_attribute (account, instance, identity_key, identity_value, attribute, value, generation)
            select a.account, a.instance, :key, w.value, w.attribute, w.json::jsonb, a.id
              from alive a cross join unnest(:keys, :columns, :json) as w (value, attribute, json)
                on conflict (account, instance, identity_key, identity_value, generation, attribute)
                do update set value = excluded.value
            """ + TELL;

    private static final String CATALOG = ALIVE + """
            insert into catalog_row (account, instance, catalog, generation, key, columns)
            select a.account, a.instance, :catalog, a.id, w.key, w.json::jsonb
              from alive a cross join unnest(:keys, :json) as w (key, json)
                on conflict (account, instance, catalog, generation, key) do update set columns = excluded.columns
            """ + TELL;

    private final DatabaseClient database;

    BatchTables(DatabaseClient database) {
        this.database = database;
    }

    /** Writes rows that don't count yet. Fails with a {@link io.p13n.admin.http.Faulted} if the upload was ended. */
    Mono<Void> write(long id, Target target, Batch batch) {
        return statement(target, batch)
                .bind("id", id)
                .bind("rows", batch.rows())
                .bind("keys", batch.keys())
                .map(row -> id)
                .one()
                .switchIfEmpty(Mono.error(() -> ImportStore.ended(id)))
                .then();
    }

    private DatabaseClient.GenericExecuteSpec statement(Target target, Batch batch) {
        if (target instanceof Target.Segment segment) {
            return database.sql(MEMBERS).bind("key", segment.key()).bind("segment", segment.segment());
        }
        if (target instanceof Target.Attributes attributes) {
            return database.sql(ATTRIBUTES)
                    .bind("key", attributes.key())
                    .bind("columns", batch.columns())
                    .bind("json", batch.json());
        }
        return database.sql(CATALOG)
                .bind("catalog", ((Target.Catalog) target).definition().name())
                .bind("json", batch.json());
    }
}
