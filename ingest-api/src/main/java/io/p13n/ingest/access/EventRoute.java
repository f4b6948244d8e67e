package io.p13n.ingest.access;

import io.p13n.contract.ServiceId;
import io.p13n.offer.definition.IdentityDefinition;
import io.p13n.offer.definition.IdentityKey;
import io.p13n.offer.definition.ServiceDefinition;
import io.p13n.offer.profile.IdentityRules;
import java.util.List;
import java.util.Set;

/**
 * What the edge has to know of a service: which events it takes, and what identifies a customer.
 *
 * @param service which one; none for a table that no service has, whose events are only stored
 * @param version the version of its definition, 0 without one
 * @param tables its event tables, {@code database.table}
 * @param identityKeys the names of its identity keys, most trusted first
 * @param identity finds their values in an event
 */
public record EventRoute(
        ServiceId service, long version, Set<String> tables, List<String> identityKeys, IdentityRules identity) {

    private static final IdentityRules NOBODY = IdentityRules.of(new IdentityDefinition(List.of(), 1, 1));

    /** Nobody is known by an event of such a table. */
    static EventRoute ofNoService(long account, String table) {
        return new EventRoute(ServiceId.none(account), 0, Set.of(table), List.of(), NOBODY);
    }

    static EventRoute of(ServiceDefinition definition, long version) {
        return new EventRoute(
                new ServiceId(definition.account(), definition.instance()),
                version,
                Set.copyOf(definition.eventTables()),
                definition.identity().keys().stream().map(IdentityKey::name).toList(),
                IdentityRules.of(definition.identity()));
    }
}
