package io.p13n.admin.imports;

import io.p13n.admin.http.Fault;
import io.p13n.admin.http.InputError;
import io.p13n.offer.definition.AttributeDefinition.Imported;
import io.p13n.offer.definition.CatalogDefinition;
import io.p13n.offer.definition.IdentityKey;
import io.p13n.offer.definition.ServiceDefinition;
import io.p13n.offer.definition.ValueType;
import io.p13n.offer.profile.IdentityRules;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What an upload is about. */
sealed interface Target {

    /** The column that tells rows apart. */
    String key();

    /** The other columns, which a row may leave out, and what they hold. */
    Map<String, ValueType> columns();

    /** How people call it. */
    String name();

    /** How {@code batch_generation} calls all that a full replacement replaces. */
    List<String> datasets();

    /** The value that the key has in the database, or why it names nothing. */
    RowKey read(Object key);

    /** Customers, by an identity key. */
    sealed interface OfCustomers extends Target {

        IdentityRules rules();

        @Override
        default RowKey read(Object value) {
            return RowKey.ofCustomer(rules(), key(), value);
        }
    }

    /**
     * The members of a segment.
     *
     * @param segment any name of 1 to 256 characters, as offers may name it
     */
    record Segment(String segment, String key, IdentityRules rules) implements OfCustomers {

        private static final int MOST_CHARACTERS = 256;

        static Segment of(ServiceDefinition service, String segment, String key) {
            if (segment.isBlank() || segment.length() > MOST_CHARACTERS || segment.indexOf('\0') >= 0) {
                throw invalid("segment", "must be a name of 1 to " + MOST_CHARACTERS + " characters");
            }
            return new Segment(segment, identityKey(service, key), IdentityRules.of(service.identity()));
        }

        @Override
        public Map<String, ValueType> columns() {
            return Map.of();
        }

        @Override
        public String name() {
            return "segment " + segment;
        }

        @Override
        public List<String> datasets() {
            return List.of("segment/" + segment);
        }
    }

    /** Imported attributes, each a column. */
    record Attributes(Map<String, ValueType> columns, String key, IdentityRules rules) implements OfCustomers {

        static Attributes of(ServiceDefinition service, Collection<String> names, String key) {
            Map<String, ValueType> known = new LinkedHashMap<>();
            service.attributes().stream()
                    .filter(Imported.class::isInstance)
                    .map(Imported.class::cast)
                    .forEach(attribute -> known.put(attribute.name(), attribute.type()));
            Map<String, ValueType> columns = new LinkedHashMap<>();
            for (String name : names) {
                ValueType type = known.get(name);
                if (type == null) {
                    throw invalid("names", named(name) + " is no imported attribute; " + oneOf(known.keySet()));
                }
                columns.put(name, type);
            }
            if (columns.isEmpty()) {
                throw invalid("names", "is required: the attributes that are uploaded, separated by commas");
            }
            return new Attributes(columns, identityKey(service, key), IdentityRules.of(service.identity()));
        }

        @Override
        public String name() {
            return "attributes " + String.join(", ", columns.keySet());
        }

        @Override
        public List<String> datasets() {
            return columns.keySet().stream().map(name -> "attribute/" + name).toList();
        }
    }

    /** The rows of a catalog. */
    record Catalog(CatalogDefinition definition) implements Target {

        static Catalog of(ServiceDefinition service, String name) {
            return service.catalogs().stream()
                    .filter(catalog -> catalog.name().equals(name))
                    .map(Catalog::new)
                    .findFirst()
                    .orElseThrow(() -> invalid(
                            "catalog",
                            named(name) + " is no catalog; "
                                    + oneOf(service.catalogs().stream()
                                            .map(CatalogDefinition::name)
                                            .toList())));
        }

        @Override
        public String key() {
            return definition.key();
        }

        @Override
        public Map<String, ValueType> columns() {
            return definition.columns();
        }

        @Override
        public String name() {
            return "catalog " + definition.name();
        }

        @Override
        public List<String> datasets() {
            return List.of("catalog/" + definition.name());
        }

        @Override
        public RowKey read(Object key) {
            return RowKey.ofCatalog(key);
        }
    }

    private static String identityKey(ServiceDefinition service, String key) {
        List<String> keys =
                service.identity().keys().stream().map(IdentityKey::name).toList();
        if (!keys.contains(key)) {
            throw invalid("key", named(key) + " is no identity key; " + oneOf(keys));
        }
        return key;
    }

    private static String named(String name) {
        return name.isEmpty() ? "nothing" : "`" + Reject.cut(name) + "`";
    }

    private static String oneOf(Collection<String> names) {
        return names.isEmpty()
                ? "the service's definition has none"
                : "the service's definition has " + String.join(", ", names);
    }

    private static RuntimeException invalid(String parameter, String message) {
        return Fault.INVALID.because(
                "the upload is refused; nothing was changed", List.of(InputError.at(parameter, message)));
    }
}
