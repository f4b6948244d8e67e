package io.p13n.offer.profile;

/** What a profile keeps of one attribute, or of one capped offer. It knows its kind, so that no definition is needed to merge or encode it. */
public sealed interface AttributeState permits CounterState, ExposureState, ListState, SingleState {

    /**
     * The state of one customer out of the states of two profiles; commutative and associative. Where the kinds
     * differ, which applying a definition rules out, a single wins over a counter, and both over a list.
     */
    AttributeState merge(AttributeState other);
}
