package io.p13n.deploy.kubernetes;

import static io.p13n.deploy.kubernetes.Yaml.map;

import io.kubernetes.client.custom.Quantity;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The part of the operators' resources that we use, by their published schemas: {@code operators.yaml}. A field that is
 * not in it is refused, so a new one is looked up before it is used.
 */
final class Schemas {

    private static final Map<String, Object> KINDS = read();

    private Schemas() {}

    static boolean has(Manifest object) {
        return KINDS.containsKey(object.type());
    }

    /** What is wrong with the object; nothing if it is right. */
    static List<String> problems(Manifest object) {
        var problems = new ArrayList<String>();
        check(object.at("spec"), Yaml.there(KINDS.get(object.type())), object + " spec", problems);
        return problems;
    }

    private static void check(Object value, Object schema, String place, List<String> problems) {
        if (schema instanceof Map<?, ?>) {
            if (value instanceof Map<?, ?>) {
                fields(map(value), map(schema), place, problems);
            } else {
                problems.add(place + " is no object");
            }
        } else if (schema instanceof List<?> element) {
            if (value instanceof List<?> elements) {
                elements.forEach(each -> check(each, element.get(0), place + "[]", problems));
            } else {
                problems.add(place + " is no list");
            }
        } else if (!fits(value, (String) schema)) {
            problems.add(place + " is " + value + ", not " + schema);
        }
    }

    private static void fields(
            Map<String, Object> value, Map<String, Object> schema, String place, List<String> problems) {
        Object any = schema.get("*");
        value.forEach((name, field) -> {
            Object its = schema.getOrDefault(name, schema.getOrDefault(name + "!", any));
            if (its == null) {
                problems.add(place + " has an unknown field " + name);
            } else {
                check(field, its, place + "." + name, problems);
            }
        });
        schema.keySet().stream()
                .filter(name -> name.endsWith("!") && !value.containsKey(name.substring(0, name.length() - 1)))
                .forEach(name -> problems.add(place + " lacks " + name));
    }

    private static boolean fits(Object value, String type) {
        return switch (type) {
            case "any" -> true;
            case "string" -> value instanceof String;
            case "integer" -> value instanceof Integer;
            case "boolean" -> value instanceof Boolean;
            case "scalar" -> value instanceof String || value instanceof Number || value instanceof Boolean;
            case "duration" -> value instanceof String text && text.matches("([0-9]+(ms|s|m|h))+");
            case "quantity" -> isQuantity(String.valueOf(value));
            default -> value instanceof String text && Set.of(type.split("\\|")).contains(text);
        };
    }

    private static boolean isQuantity(String text) {
        try {
            return Quantity.fromString(text).getNumber().signum() >= 0;
        } catch (RuntimeException malformed) { // the client's own parser throws several
            return false;
        }
    }

    private static Map<String, Object> read() {
        try (InputStream stream = Schemas.class.getResourceAsStream("/operators.yaml")) {
            return Yaml.documents(new String(stream.readAllBytes(), StandardCharsets.UTF_8))
                    .get(0);
        } catch (IOException unreadable) {
            throw new java.io.UncheckedIOException(unreadable);
        }
    }
}
