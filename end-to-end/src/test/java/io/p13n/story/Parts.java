package io.p13n.story;

import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/** A running system, whoever provides it, with the sample service loaded. */
interface Parts extends AutoCloseable {

    /** Where a website's calls go; of several replicas, to one after the other. */
    URI http();

    /** Where operators' calls go. */
    URI admin();

    /** A page of the sample's shop, or whoever has read its source. */
    Website page();

    /** The API key of the sample's backend. */
    String apiKey();

    /** The sample's private token. */
    String privateToken();

    /** The sample's key of operators. */
    String masterKey();

    /** Where the replicas of the applications are watched, by the application's name. */
    Map<String, List<URI>> management();

    /** What the applications have told the collector of traces, as {@link TraceCollector} has it. */
    List<String> traces();

    /** A look into the database. */
    Connection database() throws SQLException;

    @Override
    void close();
}
