package io.p13n.ledger;

import java.io.PrintStream;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/** Tells whoever watches where the ledger is. */
record Progress(PrintStream out, String prefix) {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");

    void tell(String what) {
        out.printf("%s %s: %s%n", LocalTime.now(ZoneId.systemDefault()).format(TIME), prefix, what);
    }

    Progress of(String part) {
        return new Progress(out, part);
    }
}
