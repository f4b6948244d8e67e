package io.p13n.offer.definition;

import com.google.re2j.PatternSyntaxException;
import io.p13n.offer.definition.IdentityKey.Normalize;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads a service definition. */
final class ServiceReader {

    private static final int MAX_TABLES = 100;
    private static final int MAX_IDENTITY_KEYS = 100;
    private static final int MAX_IDS = 200;
    private static final int MAX_MERGES = 200;
    private static final int USUAL_MERGES = 50;
    private static final int MANY = 10_000;

    private static final Set<String> MEMBERS = Set.of(
            "account",
            "instance",
            "name",
            "event_tables",
            "identity",
            "key_events",
            "attributes",
            "catalogs",
            "groups",
            "personalizations",
            "examples");

    private final UniqueNames tables = new UniqueNames();
    private final UniqueNames identityKeys = new UniqueNames();
    private final Map<String, Place> keyPlaces = new HashMap<>();
    private final UniqueNames keyEvents = new UniqueNames();
    private final UniqueNames personalizations = new UniqueNames();

    ServiceDefinition read(Value root) {
        var members = root.members(MEMBERS);
        var account = members.required("account", value -> value.integer(1, Long.MAX_VALUE), 1L);
        var instance = members.required("instance", value -> value.integer(1, Long.MAX_VALUE), 1L);
        var name = members.required("name", Names::label, "");
        List<String> eventTables =
                members.required("event_tables", value -> value.list(1, MAX_TABLES, this::table), List.of());
        var identity =
                members.required("identity", this::identity, new IdentityDefinition(List.of(), MAX_IDS, USUAL_MERGES));
        List<KeyEvent> events = members.optional("key_events", value -> value.list(0, MANY, this::keyEvent), List.of());
        var attributes = new AttributeReader(keyEvents.names());
        List<AttributeDefinition> definitions = members.optional("attributes", attributes::attributes, List.of());
        List<CatalogDefinition> catalogs = members.optional("catalogs", CatalogReader::catalogs, List.of());
        var entries = new EntryReader(attributes.flatNames(), attributes.listNames(), catalogs);
        var policies = new PolicyReader();
        List<OfferGroup> groups = members.optional("groups", policies::groups, List.of());
        var offers = new OfferReader(keyEvents.names(), entries, policies);
        List<Personalization> all = members.optional(
                "personalizations", value -> value.list(0, MANY, group -> personalization(group, offers)), List.of());
        policies.checkDefaults();
        var examples = new ExampleReader(
                eventTables, given(definitions), offers.places().keySet());
        return new ServiceDefinition(
                account,
                instance,
                name,
                eventTables,
                identity,
                events,
                definitions,
                catalogs,
                groups,
                all,
                members.optional("examples", examples::examples, List.of()),
                new Places(attributes.places(), offers.places(), keyPlaces));
    }

    /** The attributes that an example can begin with. */
    private static Set<String> given(List<AttributeDefinition> attributes) {
        return attributes.stream()
                .filter(attribute -> !(attribute instanceof AttributeDefinition.Listed))
                .map(AttributeDefinition::name)
                .collect(Collectors.toSet());
    }

    private String table(Value value) {
        var table = Names.table(value);
        tables.add(value, table);
        return table;
    }

    private IdentityDefinition identity(Value value) {
        var members = value.members(Set.of("keys", "max_ids", "max_merges"));
        return new IdentityDefinition(
                members.required("keys", keys -> keys.list(1, MAX_IDENTITY_KEYS, this::identityKey), List.of()),
                members.optional("max_ids", ids -> (int) ids.integer(1, MAX_IDS), MAX_IDS),
                members.optional("max_merges", merges -> (int) merges.integer(1, MAX_MERGES), USUAL_MERGES));
    }

    private IdentityKey identityKey(Value value) {
        var members = value.members(Set.of("name", "valid", "invalid", "normalize", "public"));
        return new IdentityKey(
                members.required("name", this::identityKeyName, ""),
                members.optional("valid", ServiceReader::regex),
                members.optional("invalid", invalid -> invalid.list(1, MANY, Value::text), List.of()),
                members.optional("normalize", normalize -> normalize.choice(Normalize.class), Normalize.NONE),
                members.optional("public", Value::bool, false));
    }

    private String identityKeyName(Value value) {
        var name = Names.field(value);
        if (name.equals("time") || name.equals("uuid")) {
            value.refuse("`" + name + "` is the event's own and names no customer; choose another field");
        }
        identityKeys.add(value, name);
        keyPlaces.put(name, value.place());
        return name;
    }

    private static String regex(Value value) {
        var regex = value.text(1000);
        try {
            com.google.re2j.Pattern.compile(regex);
        } catch (PatternSyntaxException e) {
            value.refuse("is no RE2 expression: " + e.getDescription() + " in `" + e.getPattern() + "`");
        }
        return regex;
    }

    private KeyEvent keyEvent(Value value) {
        var members = value.members(Set.of("name", "table", "when"));
        return new KeyEvent(
                members.required("name", this::keyEventName, ""),
                members.required("table", this::knownTable, ""),
                members.optional("when", OfferReader::expression));
    }

    private String keyEventName(Value value) {
        var name = Names.identifier(value);
        if (name.equals(AttributeReader.ANY)) {
            value.refuse("`any` means every event; choose another name");
        }
        keyEvents.add(value, name);
        return name;
    }

    private String knownTable(Value value) {
        var table = value.text();
        if (!table.isEmpty() && !tables.names().contains(table)) {
            value.refuse("`" + table + "` is not among `event_tables`" + Suggestion.among(tables.names(), table));
        }
        return table;
    }

    private Personalization personalization(Value value, OfferReader offers) {
        var members = value.members(Set.of("name", "offers"));
        var name = members.required("name", Names::label, "");
        personalizations.add(members.optional("name", named -> named, value), name);
        return new Personalization(
                name, members.required("offers", list -> list.list(1, MANY, offers::offer), List.of()));
    }
}
