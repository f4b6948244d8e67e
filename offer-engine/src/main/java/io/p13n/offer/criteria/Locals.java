package io.p13n.offer.criteria;

/** What one evaluation has at hand: the variables of its macros, and how much work it may still do. */
final class Locals {

    /** About 10 ms. */
    private static final int MOST_WORK = 1_000_000;

    private static final Object[] NOTHING = {};

    private final Object[] values;
    private int left = MOST_WORK;

    Locals(int variables) {
        this.values = variables == 0 ? NOTHING : new Object[variables];
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
