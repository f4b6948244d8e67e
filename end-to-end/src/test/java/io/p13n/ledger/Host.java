package io.p13n.ledger;

import java.nio.file.Path;
import java.util.List;

/** What the parts of a site run on: this machine, as processes, or a container engine. */
interface Host {

    /** PostgreSQL, which runs already. */
    Database database();

    /**
     * Starts the broker: for the first time, or after it has ended, with the same data at the same address.
     *
     * @param name unlike any other part's
     */
    Part startBroker(String name);

    Disk brokerDisk();

    /** Where the ledger itself reaches the broker. */
    String bootstrapServers();

    /**
     * Starts an application, which becomes ready some seconds later.
     *
     * @param name unlike any other part's
     * @param settings as arguments, beside what it needs to find the database, the broker and the others
     */
    Replica start(Application application, String name, List<String> settings);

    /** The file with what a part has said. */
    Path log(Part part);
}
