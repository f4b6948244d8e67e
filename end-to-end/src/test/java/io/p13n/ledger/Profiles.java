package io.p13n.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The profiles in the database, of all rows.
 *
 * @param counters by the profile's id
 * @param owners whom each id ({@code key=value}) names
 * @param departed ids that left a profile, by the journal's word
 * @param stopped profiles that a limit kept from becoming one, by the journal's word
 */
record Profiles(Map<String, Counters> counters, Map<String, String> owners, Set<String> departed, Set<String> stopped) {

    private static final String COUNTERS = """
            select id, coalesce((state::json -> 'a' -> 'events' ->> 1)::numeric, 0),
                   coalesce((state::json -> 'a' -> 'total' ->> 1)::numeric, 0)
              from profile where account = 1 and instance = 2
            """;
    private static final String OWNERS = """
            select key || '=' || value, profile from identity
             where account = 1 and instance = 2 and profile is not null
            """;
    private static final String DEPARTED = """
            select key || '=' || value from identity_change
             where account = 1 and instance = 2 and change in ('evicted', 'released')
            """;
    private static final String STOPPED = """
            select unnest(array[profile, merged]) from identity_change
             where account = 1 and instance = 2 and change = 'stopped'
            """;

    static Profiles read(Connection database) throws SQLException {
        var counters = new HashMap<String, Counters>();
        var owners = new HashMap<String, String>();
        try (var query = database.createStatement()) {
            var profiles = query.executeQuery(COUNTERS);
            while (profiles.next()) {
                long events = profiles.getBigDecimal(2).longValueExact();
                counters.put(profiles.getString(1), new Counters(events, profiles.getBigDecimal(3)));
            }
            var ids = query.executeQuery(OWNERS);
            while (ids.next()) {
                owners.put(ids.getString(1), ids.getString(2));
            }
        }
        return new Profiles(counters, owners, texts(database, DEPARTED), texts(database, STOPPED));
    }

    private static Set<String> texts(Connection database, String sql) throws SQLException {
        var found = new HashSet<String>();
        try (var query = database.createStatement()) {
            var rows = query.executeQuery(sql);
            while (rows.next()) {
                found.add(rows.getString(1));
            }
        }
        return found;
    }

    /** How many events all of them have counted. */
    long events() {
        return counters.values().stream().mapToLong(Counters::events).sum();
    }
}
