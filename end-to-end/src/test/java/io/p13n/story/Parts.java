package io.p13n.story;

import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;

/** A running system, whoever provides it, with the sample service loaded. */
interface Parts extends AutoCloseable {

    /** Where the website's calls go. */
    URI http();

    /** The API key of the sample's backend. */
    String apiKey();

    /** The sample's private token. */
    String privateToken();

    /** Where the applications are watched, by name. */
    Map<String, URI> management();

    /** A look into the database. */
    Connection database() throws SQLException;

    @Override
    void close();
}
