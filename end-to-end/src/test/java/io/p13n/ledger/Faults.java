package io.p13n.ledger;

import java.util.List;
import java.util.stream.Stream;

/** The rows of the ledger, in their order. */
final class Faults {

    private Faults() {}

    static List<Fault> all() {
        return Stream.of(
                        Killings.rows(),
                        Outages.rows(),
                        Restorations.rows(),
                        Replacements.rows(),
                        Changes.rows(),
                        Throngs.rows())
                .flatMap(List::stream)
                .toList();
    }
}
