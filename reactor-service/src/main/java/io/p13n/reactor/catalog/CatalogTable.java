package io.p13n.reactor.catalog;

import io.p13n.contract.ServiceId;
import io.p13n.reactor.sql.SqlFile;
import io.r2dbc.spi.Readable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Reads catalogs from PostgreSQL. */
@Component
class CatalogTable {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_LONG_FOR_INTS)
            .build();
    private static final TypeReference<Map<String, @Nullable Object>> COLUMNS = new TypeReference<>() {};

    private final String generations = SqlFile.beside(CatalogTable.class, "catalog_generations.sql");
    private final String rows = SqlFile.beside(CatalogTable.class, "catalog_rows.sql");
    private final DatabaseClient database;
    private final long maxChars;

    CatalogTable(DatabaseClient database, CatalogProperties properties) {
        this.database = database;
        this.maxChars = properties.maxSize().toBytes();
    }

    /** The current generation of each catalog, by name. */
    Mono<Map<String, Long>> generations(ServiceId service, List<String> catalogs) {
        return database.sql(generations)
                .bind("account", service.account())
                .bind("instance", service.instance())
                .bind("catalogs", catalogs.toArray(String[]::new))
                .map(row -> Map.entry(required(row, "name", String.class), required(row, "generation", Long.class)))
                .all()
                .collectMap(Map.Entry::getKey, Map.Entry::getValue);
    }

    /**
     * The current generation of one catalog, whole.
     *
     * @return fails with {@link CatalogTooLarge} beyond the bound, and reads no further
     */
    Mono<Catalog> read(ServiceId service, String catalog) {
        return Mono.defer(() -> {
            var reading = new Reading();
            return database.sql(rows)
                    .bind("account", service.account())
                    .bind("instance", service.instance())
                    .bind("catalog", catalog)
                    .map(reading::take)
                    .all()
                    .then(Mono.fromSupplier(reading::catalog));
        });
    }

    /** Gathers rows while they come. */
    private final class Reading {

        private final Map<String, Map<String, Object>> gathered = new HashMap<>();
        private long generation;
        private long chars;

        boolean take(Readable row) {
            generation = required(row, "generation", Long.class);
            var key = row.get("key", String.class);
            if (key != null) {
                var columns = required(row, "columns", String.class);
                chars += key.length() + columns.length();
                if (chars > maxChars) {
                    throw new CatalogTooLarge(generation);
                }
                gathered.put(key, values(columns));
            }
            return true;
        }

        Catalog catalog() {
            return new Catalog(generation, Map.copyOf(gathered), false);
        }
    }

    private static Map<String, Object> values(String columns) {
        var values = new HashMap<String, Object>();
        JSON.readValue(columns, COLUMNS).forEach((name, value) -> {
            if (value != null) {
                values.put(name, value);
            }
        });
        return Map.copyOf(values);
    }

    private static <T> T required(Readable row, String column, Class<T> type) {
        @Nullable T value = row.get(column, type);
        if (value == null) {
            throw new IllegalStateException("the statement gives no " + column);
        }
        return value;
    }
}
