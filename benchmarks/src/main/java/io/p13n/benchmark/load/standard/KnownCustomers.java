package io.p13n.benchmark.load.standard;

import java.sql.Connection;
import java.sql.SQLException;
import tools.jackson.databind.json.JsonMapper;

/** Customers who were there before. */
public final class KnownCustomers {

    private static final String INSERT = """
            insert into standard.customer (id, state) select 'c-' || n, ?::jsonb from generate_series(1, ?) n
            """;

    private KnownCustomers() {}

    /** Adds customers, numbered from 1; the service has made its table. */
    public static void plant(Connection connection, int customers) throws SQLException {
        try (var insert = connection.prepareStatement(INSERT);
                var analysis = connection.createStatement()) {
            insert.setString(1, JsonMapper.shared().writeValueAsString(Customer.known()));
            insert.setInt(2, customers);
            insert.executeUpdate();
            analysis.execute("vacuum analyze standard.customer");
        }
    }
}
