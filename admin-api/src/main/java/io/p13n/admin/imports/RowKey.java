package io.p13n.admin.imports;

import io.p13n.offer.decision.Coercion;
import io.p13n.offer.definition.ValueType;
import io.p13n.offer.event.Event;
import io.p13n.offer.profile.DroppedId;
import io.p13n.offer.profile.Identified;
import io.p13n.offer.profile.IdentityRules;
import java.util.Map;

/** Whom or what a row is about. */
sealed interface RowKey {

    /**
     * It can be told apart.
     *
     * @param value as the database has it
     */
    record Known(String value) implements RowKey {}

    /**
     * It names nothing.
     *
     * @param reason what is wrong with it; never the value
     */
    record Unusable(String reason) implements RowKey {}

    /** As an event with this value under the key would be understood. */
    static RowKey ofCustomer(IdentityRules rules, String key, Object value) {
        Identified identified = rules.identify(new Event(Map.of(key, value), null, null));
        if (!identified.ids().isEmpty()) {
            return new Known(identified.ids().get(0).value());
        }
        return new Unusable(
                identified.dropped().isEmpty()
                        ? "names nobody"
                        : reason(identified.dropped().get(0).reason()));
    }

    private static String reason(DroppedId.Reason reason) {
        return switch (reason) {
            case NOT_TEXT -> "must be text, or an integer of at most 38 digits";
            case EMPTY -> "is empty";
            case TOO_LONG -> "is over 256 bytes";
            case NOT_VALID -> "does not match the key's `valid` expression";
            case INVALID -> "stands in the key's `invalid` list";
            case WRONG_CASE -> "is another column, by case";
        };
    }

    static RowKey ofCatalog(Object value) {
        if (Coercion.of(value, ValueType.STRING) instanceof Coercion.Coerced text) {
            String key = text.value().toString();
            return key.isEmpty() ? new Unusable("is empty") : new Known(key);
        }
        return new Unusable("must be text of at most 500 bytes");
    }
}
