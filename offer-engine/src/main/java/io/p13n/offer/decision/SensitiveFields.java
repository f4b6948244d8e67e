package io.p13n.offer.decision;

import io.p13n.offer.definition.AttributeDefinition;
import io.p13n.offer.definition.AttributeDefinition.Counter;
import io.p13n.offer.definition.AttributeDefinition.Increment;
import io.p13n.offer.definition.AttributeDefinition.Listed;
import io.p13n.offer.definition.AttributeDefinition.Single;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The fields of events that sensitive attributes are made of.
 *
 * @param names of members, at the top of an event or in its {@code attributes}
 */
public record SensitiveFields(Set<String> names) {

    public static SensitiveFields of(Collection<AttributeDefinition> attributes) {
        return new SensitiveFields(attributes.stream()
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
        return attribute instanceof Listed list ? fieldsOfRows(list) : Stream.of();
    }

    /** What takes a row away names it, as what brings it does. */
    private static Stream<String> fieldsOfRows(Listed list) {
        var removals = list.removeOn().stream().flatMap(removal -> Stream.ofNullable(removal.id()));
        return Stream.concat(Stream.concat(Stream.of(list.id()), list.fields().stream()), removals);
    }
}
