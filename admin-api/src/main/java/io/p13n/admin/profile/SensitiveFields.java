package io.p13n.admin.profile;

import io.p13n.offer.definition.AttributeDefinition;
import io.p13n.offer.definition.AttributeDefinition.Counter;
import io.p13n.offer.definition.AttributeDefinition.Increment;
import io.p13n.offer.definition.AttributeDefinition.Listed;
import io.p13n.offer.definition.AttributeDefinition.Single;
import io.p13n.offer.definition.ServiceDefinition;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The event fields that sensitive attributes are made of.
 *
 * @param names of members, at the top of an event or in its {@code attributes}
 */
record SensitiveFields(Set<String> names) {

    static final String REDACTED = "(redacted)";

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    /** None: all is shown. */
    static final SensitiveFields NONE = new SensitiveFields(Set.of());

    static SensitiveFields of(ServiceDefinition definition) {
        return new SensitiveFields(definition.attributes().stream()
                .filter(AttributeDefinition::sensitive)
                .flatMap(SensitiveFields::fields)
                .collect(Collectors.toUnmodifiableSet()));
    }

    private static Stream<String> fields(AttributeDefinition attribute) {
        if (attribute instanceof Single single) {
            return Stream.of(single.column());
        }
        if (attribute instanceof Counter counter && counter.increment() instanceof Increment.Field field) {
            return Stream.of(field.column());
        }
        return attribute instanceof Listed list
                ? Stream.concat(Stream.of(list.id()), list.fields().stream())
                : Stream.of();
    }

    /** The event without what they hold, as JSON. */
    String redact(String event) {
        if (names.isEmpty()) {
            return event;
        }
        try {
            if (JSON.readTree(event) instanceof ObjectNode members) {
                redact(members);
                if (members.get("attributes") instanceof ObjectNode nested) {
                    redact(nested);
                }
                return members.toString();
            }
        } catch (JacksonException beyondItsLimits) {
            // as a whole then
        }
        return '"' + REDACTED + '"';
    }

    private void redact(ObjectNode members) {
        names.stream().filter(members::has).forEach(name -> members.put(name, REDACTED));
    }
}
