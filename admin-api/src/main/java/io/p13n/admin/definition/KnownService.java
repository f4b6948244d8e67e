package io.p13n.admin.definition;

import io.p13n.contract.ServiceId;
import io.p13n.offer.definition.IdentityKey;
import io.p13n.offer.definition.ServiceDefinition;
import io.p13n.offer.event.Event;
import io.p13n.offer.profile.Id;
import io.p13n.offer.profile.IdentityRules;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a service is or, if it has ended, was last.
 *
 * @param version of the definition
 */
public record KnownService(ServiceId id, long version, ServiceDefinition definition) {

    /**
     * Reads an id as events are read, so normalised.
     *
     * @param text {@code key=value}
     * @return empty if it is no id of this service
     */
    public Optional<Id> id(String text) {
        int equals = text.indexOf('=');
        return equals < 1
                ? Optional.empty()
                : rules()
                        .identify(new Event(Map.of(text.substring(0, equals), text.substring(equals + 1)), null, null))
                        .ids()
                        .stream()
                        .findFirst();
    }

    public IdentityRules rules() {
        return IdentityRules.of(definition.identity());
    }

    /** What would be right, for somebody who sent what is no id. */
    public String idsExpected() {
        List<String> keys =
                definition.identity().keys().stream().map(IdentityKey::name).toList();
        return "must be key=value, with one of the keys " + keys + " and a value that service " + id + " takes for it";
    }
}
