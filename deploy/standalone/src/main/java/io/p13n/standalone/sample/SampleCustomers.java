package io.p13n.standalone.sample;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

/** What the sample's warehouse knows of a handful of customers. */
public final class SampleCustomers {

    private static final long ACCOUNT = 1;
    private static final long INSTANCE = 2;
    private static final String KEY = "email";

    private static final List<Customer> CUSTOMERS = List.of(
            new Customer("high_user@test.com", "high", List.of("1588214")),
            new Customer("another_high_user@test.com", "high", List.of("1588214")),
            new Customer("medium_user@test.com", "medium", List.of("1588213")),
            new Customer("low_user@test.com", "low", List.of()));

    private SampleCustomers() {}

    /**
     * One of them.
     *
     * @param email as identity normalises it
     */
    private record Customer(String email, String loyalty, List<String> segments) {}

    /** Loads them, all or none; leaves alone what is there. */
    public static void loadInto(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        for (Customer customer : CUSTOMERS) {
            insert(
                    connection,
                    "insert into imported_attribute (account, instance, identity_key, identity_value, attribute, value)"
                            + " values (?, ?, ?, ?, 'loyalty', to_jsonb(?::text)) on conflict do nothing",
                    customer.email(),
                    customer.loyalty());
            for (String segment : customer.segments()) {
                insert(
                        connection,
                        "insert into batch_segment (account, instance, identity_key, identity_value, segment)"
                                + " values (?, ?, ?, ?, ?) on conflict do nothing",
                        customer.email(),
                        segment);
            }
        }
        connection.commit();
    }

    private static void insert(Connection connection, String sql, String email, String datum) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(sql)) {
            insert.setLong(1, ACCOUNT);
            insert.setLong(2, INSTANCE);
            insert.setString(3, KEY);
            insert.setString(4, email);
            insert.setString(5, datum);
            insert.executeUpdate();
        }
    }
}
