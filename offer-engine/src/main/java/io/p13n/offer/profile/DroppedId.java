package io.p13n.offer.profile;

/** A value under an identity key that names nobody; its event is processed all the same. */
public record DroppedId(String key, Reason reason) {

    public enum Reason {
        /** Neither a string nor an integer of at most 38 digits. */
        NOT_TEXT,
        EMPTY,
        /** Over 256 bytes of UTF-8. */
        TOO_LONG,
        /** The key's {@code valid} expression doesn't match it in full. */
        NOT_VALID,
        /** It stands in the key's {@code invalid} list. */
        INVALID,
        /** The event has no usable id, and this field differs from the key by case alone. */
        WRONG_CASE
    }
}
