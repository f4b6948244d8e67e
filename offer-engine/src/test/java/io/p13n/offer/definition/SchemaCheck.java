package io.p13n.offer.definition;

import io.p13n.offer.TestData;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** As much of JSON Schema as the engine's own uses. An unknown keyword fails. */
final class SchemaCheck {

    private static final Set<String> NOTES = Set.of("$schema", "$defs", "title", "description", "default", "format");

    private final Map<String, Object> definitions;

    /** The schemas of objects that some value was held against and fitted. */
    private final Set<Map<String, Object>> used = new LinkedHashSet<>();

    SchemaCheck(Map<String, Object> root) {
        this.definitions = TestData.map(root.get("$defs"));
    }

    Set<Map<String, Object>> used() {
        return used;
    }

    /** What is wrong with the value; nothing where it fits. */
    List<String> faults(Map<String, Object> schema, Object value, String path) {
        var faults = new ArrayList<String>();
        schema.forEach((keyword, rule) -> {
            if (!NOTES.contains(keyword)) {
                faults.addAll(faults(keyword, rule, schema, value, path));
            }
        });
        if (faults.isEmpty() && schema.containsKey("properties")) {
            used.add(schema);
        }
        return faults;
    }

    private List<String> faults(String keyword, Object rule, Map<String, Object> schema, Object value, String path) {
        return switch (keyword) {
            case "$ref" -> faults(definition((String) rule), value, path);
            case "oneOf" -> fitting(rule, value, path) == 1 ? List.of() : List.of(path + ": not one of its forms");
            case "anyOf" -> fitting(rule, value, path) > 0 ? List.of() : List.of(path + ": none of its forms");
            case "properties" -> properties(TestData.map(rule), value, path);
            case "additionalProperties" -> others(rule, schema, value, path);
            case "items" -> items(TestData.map(rule), value, path);
            default -> holds(keyword, rule, value) ? List.of() : List.of(path + ": " + keyword + " " + rule);
        };
    }

    Map<String, Object> definition(String reference) {
        return TestData.map(definitions.get(reference.substring("#/$defs/".length())));
    }

    private long fitting(Object schemas, Object value, String path) {
        return TestData.maps(schemas).stream()
                .filter(schema -> faults(schema, value, path).isEmpty())
                .count();
    }

    private List<String> properties(Map<String, Object> properties, Object value, String path) {
        var faults = new ArrayList<String>();
        if (value instanceof Map<?, ?> map) {
            properties.forEach((name, schema) -> {
                Object member = map.get(name);
                if (member != null) {
                    faults.addAll(faults(TestData.map(schema), member, path + "." + name));
                }
            });
        }
        return faults;
    }

    private List<String> others(Object rule, Map<String, Object> schema, Object value, String path) {
        var faults = new ArrayList<String>();
        var known = TestData.map(schema.getOrDefault("properties", Map.of())).keySet();
        if (value instanceof Map<?, ?> map) {
            map.forEach((name, member) -> {
                if (!known.contains(name) && rule instanceof Boolean) {
                    faults.add(path + ": unknown member " + name);
                } else if (!known.contains(name)) {
                    faults.addAll(faults(TestData.map(rule), member, path + "." + name));
                }
            });
        }
        return faults;
    }

    private List<String> items(Map<String, Object> schema, Object value, String path) {
        var faults = new ArrayList<String>();
        if (value instanceof List<?> list) {
            list.forEach(element -> faults.addAll(faults(schema, element, path + "[]")));
        }
        return faults;
    }

    private static boolean holds(String keyword, Object rule, Object value) {
        return switch (keyword) {
            case "type" ->
                rule instanceof List<?> types
                        ? types.stream().anyMatch(type -> isOfType(type, value))
                        : isOfType(rule, value);
            case "required" -> !(value instanceof Map<?, ?> map) || map.keySet().containsAll((List<?>) rule);
            case "enum" -> ((List<?>) rule).contains(value);
            case "const" -> rule.equals(value);
            case "pattern" ->
                !(value instanceof String text)
                        || Pattern.compile((String) rule).matcher(text).find();
            case "minimum" -> !(value instanceof Number number) || number.longValue() >= (Integer) rule;
            case "maximum" -> !(value instanceof Number number) || number.longValue() <= (Integer) rule;
            case "uniqueItems" ->
                !(value instanceof List<?> list) || Set.copyOf(list).size() == list.size();
            case "minItems", "minProperties", "minLength" -> size(value, (Integer) rule) >= (Integer) rule;
            case "maxItems", "maxProperties", "maxLength" -> size(value, (Integer) rule) <= (Integer) rule;
            default -> throw new AssertionError("unknown keyword " + keyword);
        };
    }

    private static int size(Object value, int otherwise) {
        if (value instanceof Map<?, ?> map) {
            return map.size();
        }
        return value instanceof List<?> list ? list.size() : value instanceof String text ? text.length() : otherwise;
    }

    private static boolean isOfType(@Nullable Object type, Object value) {
        return switch (String.valueOf(type)) {
            case "object" -> value instanceof Map;
            case "array" -> value instanceof List;
            case "string" -> value instanceof String;
            case "boolean" -> value instanceof Boolean;
            case "integer" -> value instanceof Integer || value instanceof Long;
            case "number" -> value instanceof Number;
            default -> throw new AssertionError("unknown type " + type);
        };
    }
}
