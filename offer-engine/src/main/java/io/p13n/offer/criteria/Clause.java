package io.p13n.offer.criteria;

import java.util.List;

/**
 * One of the things that must all hold.
 *
 * @param text as CEL
 */
record Clause(String text, Node node, List<Read> reads) {

    Clause {
        reads = List.copyOf(reads);
    }
}
