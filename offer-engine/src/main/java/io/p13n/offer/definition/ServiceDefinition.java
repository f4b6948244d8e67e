package io.p13n.offer.definition;

import java.util.List;

/**
 * What one personalization service does. Every name that it refers to exists, and no two things of a sort share one;
 * its expressions are not looked at yet.
 *
 * @param instance the service's number within its account, at least 1
 * @param eventTables {@code database.table}, 1 to 100
 */
public record ServiceDefinition(
        long account,
        long instance,
        String name,
        List<String> eventTables,
        IdentityDefinition identity,
        List<KeyEvent> keyEvents,
        List<AttributeDefinition> attributes,
        List<CatalogDefinition> catalogs,
        List<OfferGroup> groups,
        List<Personalization> personalizations,
        List<ExampleDefinition> examples,
        Places places)
        implements Document {

    public ServiceDefinition {
        eventTables = List.copyOf(eventTables);
        keyEvents = List.copyOf(keyEvents);
        attributes = List.copyOf(attributes);
        catalogs = List.copyOf(catalogs);
        groups = List.copyOf(groups);
        examples = List.copyOf(examples);
        personalizations = List.copyOf(personalizations);
    }
}
