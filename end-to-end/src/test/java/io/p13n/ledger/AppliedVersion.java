package io.p13n.ledger;

/**
 * A definition that admin-api has applied.
 *
 * @param number of the version
 * @param answeredAt when admin-api had said so, in nanoseconds of {@link System#nanoTime}
 */
record AppliedVersion(long number, long answeredAt) {

    /** How long after admin-api's answer something was, in nanoseconds; negative if before. */
    long since(long moment) {
        return moment - answeredAt;
    }
}
