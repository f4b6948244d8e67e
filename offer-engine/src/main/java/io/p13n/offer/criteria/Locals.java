package io.p13n.offer.criteria;

/** What one evaluation has at hand: the variables of its macros, and how much work it may still do. */
final class Locals {

    /** About 10 ms. */
    private static final int MOST_WORK = 1_000_000;

    private static final Object[] NOTHING = {};

    private Object[] values = NOTHING;
    private int left = MOST_WORK;

    /** One more evaluation; the one before it has ended. */
    Locals fresh(int variables) {
        left = MOST_WORK;
        if (values.length < variables) {
            values = new Object[variables];
        }
        return this;
    }

    Object get(int slot) {
        return values[slot];
    }

    void set(int slot, Object value) {
        values[slot] = value;
    }

    /** Whether there was so much left; where there wasn't, the answer is unknown. */
    boolean spend(int work) {
        left = Math.max(-1, left - work);
        return left >= 0;
    }
}
