package io.p13n.reactor.profile;

import io.r2dbc.spi.ConnectionFactories;
import org.springframework.r2dbc.core.DatabaseClient;

/** Stores for tests of what uses them. */
public final class ProfileStores {

    private ProfileStores() {}

    /** The store on PostgreSQL, with a few connections. */
    public static ProfileStore postgres(String url) {
        var connections = ConnectionFactories.get(url.replace("r2dbc:", "r2dbc:pool:"));
        return new PostgresProfileStore(DatabaseClient.create(connections), connections);
    }
}
