package io.p13n.offer.criteria;

/** What evaluations have at hand, one after the other: the variables of their macros, and how much work they may still do. */
final class Locals {

    /** In one evaluation; about 10 ms. */
    private static final long MOST_WORK = 1_000_000;

    /** In all evaluations over the same facts: whoever sends an event chooses how much each of them has to do. */
    private static final long MOST_OF_ALL = 5 * MOST_WORK;

    /** Such a text costs no more than the step that looks at it. */
    private static final int SHORT = 64;

    /** Of a text that is compared or counted, for one step. */
    private static final int CHARACTERS = 16;

    private static final Object[] NOTHING = {};

    private Object[] values = NOTHING;
    private long spent;
    private long limit = MOST_WORK;
    private boolean out;

    /** One more evaluation; the one before it has ended. */
    Locals fresh(int variables) {
        limit = Math.min(spent + MOST_WORK, MOST_OF_ALL);
        out = false;
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

    /** Whether there was so much left; where there wasn't, the answer is unknown, and there is nothing left. */
    boolean spend(long work) {
        if (out || work > limit - spent) {
            out = true;
            return false;
        }
        spent += work;
        return true;
    }

    /** The same for work on so many characters, which is next to nothing for most texts. */
    boolean spendOn(int length) {
        return length < SHORT || spend(length / CHARACTERS);
    }

    /** Whether the evaluation would have taken more work than there was. */
    boolean isOut() {
        return out;
    }
}
