package io.p13n.reactor.reaction;

import java.util.Locale;

/** What a batch goes through, in the order of the path. */
enum Stage {
    /** From the acceptance of the event, by the clock of ingest-api, until its batch is taken up. */
    QUEUE,
    LOAD,
    ENGINE,
    COMMIT,
    /** Until the replies are handed to their connections. */
    REPLY;

    /** Its name in metrics and traces. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
