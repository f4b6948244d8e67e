package io.p13n.reactor.catalog;

import io.p13n.contract.ServiceId;
import io.p13n.reactor.sql.Row;
import io.p13n.reactor.sql.SqlFile;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Reads catalogs from PostgreSQL. */
@Component
class CatalogTable {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_LONG_FOR_INTS)
            .build();
    private static final int AT_ONCE = 1_000;
    private static final TypeReference<Map<String, @Nullable Object>> COLUMNS = new TypeReference<>() {};

    private final String generations = SqlFile.beside(CatalogTable.class, "catalog_generations.sql");
    private final String rows = SqlFile.beside(CatalogTable.class, "catalog_rows.sql");
    private final JdbcClient database;
    private final TransactionOperations transaction;
    private final long maxChars;

    CatalogTable(JdbcClient database, TransactionOperations transaction, CatalogProperties properties) {
        this.database = database;
        this.transaction = transaction;
        this.maxChars = properties.maxSize().toBytes();
    }

    /** The current generation of each catalog, by name. */
    Map<String, Long> generations(ServiceId service, List<String> catalogs) {
        var current = new HashMap<String, Long>();
        database.sql(generations)
                .param("account", service.account())
                .param("instance", service.instance())
                .param("catalogs", catalogs.toArray(String[]::new))
                .query(row -> {
                    current.put(row.getString("name"), row.getLong("generation"));
                });
        return current;
    }

    /**
     * The current generation of one catalog, whole.
     *
     * @throws CatalogTooLarge beyond the bound; it reads no further
     */
    Catalog read(ServiceId service, String catalog) {
        var reading = new Reading();
        // The driver fetches rows a few at a time only within a transaction.
        transaction.executeWithoutResult(status -> database.sql(rows)
                .withFetchSize(AT_ONCE)
                .param("account", service.account())
                .param("instance", service.instance())
                .param("catalog", catalog)
                .query(reading::take));
        return reading.catalog();
    }

    /** Gathers rows while they come. */
    private final class Reading {

        private final Map<String, Map<String, Object>> gathered = new HashMap<>();
        private long generation;
        private long chars;

        void take(ResultSet row) throws SQLException {
            generation = row.getLong("generation");
            String key = row.getString("key");
            if (key != null) {
                String columns = Row.required(row, "columns", String.class);
                chars += key.length() + columns.length();
                if (chars > maxChars) {
                    throw new CatalogTooLarge(generation);
                }
                gathered.put(key, values(columns));
            }
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
}
