package io.p13n.benchmark.load;

import io.p13n.benchmark.engine.Shop;
import io.p13n.benchmark.load.standard.KnownCustomers;
import io.p13n.embedded.EmbeddedDatabase;
import io.p13n.offer.profile.ProfileCodec;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;

/** Customers who were there before: each with three ids, a full profile, and what the warehouse knows. */
final class Planting {

    private static final String ID = "('019a0000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid";
    private static final String CUSTOMERS = " from generate_series(1, ?) n";
    private static final String PROFILES =
            "insert into profile (account, instance, id, version, state) select 1, ?, " + ID + ", n, ?" + CUSTOMERS;
    private static final String IDENTITIES =
            "insert into identity (account, instance, key, value, profile, since, proven)"
                    + " select 1, ?, i.key, i.prefix || n || i.suffix, " + ID + ", " + ID + ", true" + CUSTOMERS
                    + ", (values"
                    + " ('customer_id', 'c-', ''), ('email', 'c-', '@example.com'), ('td_client_id', 'd-', ''))"
                    + " i (key, prefix, suffix)";
    private static final String WAREHOUSE =
            "insert into imported_attribute (account, instance, identity_key, identity_value, attribute, value)"
                    + " select 1, ?, 'customer_id', 'c-' || n, a.name, a.value::jsonb" + CUSTOMERS + ", (values"
                    + " ('loyalty', '\"high\"'), ('age', '30'), ('store', '\"Berlin\"'), ('churn_risk', '0.2'))"
                    + " a (name, value)";

    private Planting() {}

    /** Adds customers of a service, numbered from 1, who first came four days ago: some offers are for new ones. */
    static void plant(EmbeddedDatabase database, Service service, int customers) throws SQLException {
        String state = ProfileCodec.encode(
                Shop.customer(Shop.compiled(Shop.definition(Service.SHOP.offers())), Instant.now()));
        try (var connection = database.connect()) {
            insert(connection, PROFILES, service.instance(), state, customers);
            insert(connection, IDENTITIES, service.instance(), customers);
            insert(connection, WAREHOUSE, service.instance(), customers);
            try (var statement = connection.createStatement()) {
                statement.execute("vacuum analyze profile, identity, imported_attribute");
            }
        }
    }

    /** Adds the same to the row that is built the usual way. */
    static void plantStandard(EmbeddedDatabase database, int customers) throws SQLException {
        try (var connection = database.connect()) {
            KnownCustomers.plant(connection, customers);
        }
    }

    private static void insert(Connection connection, String sql, Object... parameters) throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            statement.executeUpdate();
        }
    }
}
