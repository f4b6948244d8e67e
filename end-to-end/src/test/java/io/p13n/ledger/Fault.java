package io.p13n.ledger;

import java.util.Optional;
import java.util.Set;

/**
 * A row of the ledger: what is done to the system while it is in use.
 *
 * @param name of the row, also part of the ids of its customers
 * @param answers the statuses that callers may see meanwhile; 0 for no answer at all
 * @param suspect whose log is shown when the row fails
 * @param reactionsKnown whether the reactors' own counters must agree too: not where some were killed, nor where a
 *     commit's outcome may be unknown
 * @param hindrance why it can't be tried here, if so
 * @param script what is done
 */
record Fault(
        String name, Set<Integer> answers, String suspect, boolean reactionsKnown, Hindrance hindrance, Script script) {

    /** 200 and 202. */
    static final Set<Integer> SERVED = Set.of(200, 202);

    /** The same, and 503 and 429: the event log was away. */
    static final Set<Integer> LOG_AWAY = Set.of(200, 202, 429, 503);

    /** The same, and connections that broke or were refused: ingest itself was away. */
    static final Set<Integer> ALL_AWAY = Set.of(0, 200, 202, 429, 503);

    /** What is done, while the traffic of the row goes on. */
    interface Script {

        void play(Scene scene) throws Exception;
    }

    /** Whether this machine forbids a fault. */
    interface Hindrance {

        Optional<String> on(Site site);
    }

    static Fault of(String name, Set<Integer> answers, String suspect, Script script) {
        return new Fault(name, answers, suspect, false, site -> Optional.empty(), script);
    }

    Fault withReactionsKnown() {
        return new Fault(name, answers, suspect, true, hindrance, script);
    }

    Fault unless(Hindrance reason) {
        return new Fault(name, answers, suspect, reactionsKnown, reason, script);
    }
}
