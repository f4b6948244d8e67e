package io.p13n.admin;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The served document, as what answers are held against. It knows the words of JSON Schema that the document uses. */
final class OpenApiDocument {

    private static final Set<String> KNOWN =
            Set.of("type", "required", "properties", "additionalProperties", "items", "$ref", "description", "enum");
    private static final String SCHEMAS = "#/components/schemas/";

    private final Map<?, ?> root;
    private final Set<String> seen = new TreeSet<>();

    OpenApiDocument(String yaml) {
        root = new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml);
    }

    /** The statuses of each operation, as {@code POST /records/{database}/{table} 200}. */
    Set<String> answers() {
        var answers = new TreeSet<String>();
        member(root, "paths")
                .forEach((path, methods) -> ((Map<?, ?>) methods).forEach((method, operation) -> {
                    if (!method.equals("parameters")) {
                        member((Map<?, ?>) operation, "responses")
                                .keySet()
                                .forEach(status ->
                                        answers.add(operation(method.toString(), path.toString()) + " " + status));
                    }
                }));
        return answers;
    }

    /** Each operation, as a call with these in the place of the path's parameters. */
    List<Call> calls(Map<String, String> parameters) {
        return answers().stream()
                .map(answer -> answer.substring(0, answer.lastIndexOf(' ')).split(" ", 2))
                .map(parts -> Call.of(parts[0], filled(parts[1], parameters)))
                .distinct()
                .toList();
    }

    private static String filled(String template, Map<String, String> parameters) {
        String path = template;
        for (var parameter : parameters.entrySet()) {
            path = path.replace("{" + parameter.getKey() + "}", parameter.getValue());
        }
        return path;
    }

    /** The operation that the call names, if the document has it. */
    Optional<String> operation(Call call) {
        String path = URI.create("http://admin" + call.path()).getPath();
        return member(root, "paths").keySet().stream()
                .map(Object::toString)
                .filter(template -> pattern(template).matcher(path).matches())
                .filter(template -> member(member(root, "paths"), template)
                        .containsKey(call.method().toLowerCase(Locale.ROOT)))
                .findFirst()
                .map(template -> operation(call.method(), template));
    }

    private static Pattern pattern(String template) {
        return Pattern.compile(template.replace(".", "\\.")
                .replaceAll("\\{(account|instance|version|partition|offset|id)}", "[0-9]+")
                .replaceAll("\\{(name|topic|uuid|segment|catalog)}", "[^/]+"));
    }

    private static String operation(String method, String path) {
        return method.toUpperCase(Locale.ROOT) + " " + path;
    }

    /** What is wrong with an answer; empty if nothing is. */
    Optional<String> fault(String operation, int status, String contentType, String body) {
        String[] parts = operation.split(" ", 2);
        Map<?, ?> methods = member(member(root, "paths"), parts[1]);
        Map<?, ?> responses = member(member(methods, parts[0].toLowerCase(Locale.ROOT)), "responses");
        if (!responses.containsKey(String.valueOf(status))) {
            return Optional.of("undocumented: " + status);
        }
        Map<?, ?> content = member(resolved(member(responses, String.valueOf(status))), "content");
        String type = contentType.replaceFirst(";.*", "");
        if (content.isEmpty() ? !body.isEmpty() : !content.containsKey(type)) {
            return Optional.of("undocumented content: " + contentType);
        }
        Map<?, ?> schema = member(member(content, type), "schema");
        return schema.isEmpty()
                ? Optional.empty()
                : fault(schema, JsonMapper.shared().readTree(body));
    }

    private Optional<String> fault(Map<?, ?> schema, JsonNode value) {
        if (schema.get("$ref") instanceof String reference) {
            seen.add(reference);
            return fault(resolved(schema), value);
        }
        schema.keySet().stream()
                .filter(word -> !KNOWN.contains(word))
                .findFirst()
                .ifPresent(word -> {
                    throw new IllegalArgumentException("this test can't judge " + word);
                });
        if (!typed(schema, value)
                || (schema.get("enum") instanceof List<?> words && !words.contains(value.asString()))) {
            return Optional.of(value + " is not " + schema);
        }
        if (value.isArray()) {
            return value.valueStream()
                    .flatMap(element -> fault(member(schema, "items"), element).stream())
                    .findFirst();
        }
        return value.isObject() ? faultOfMembers(schema, value) : Optional.empty();
    }

    private static boolean typed(Map<?, ?> schema, JsonNode value) {
        return switch (String.valueOf(schema.get("type"))) {
            case "null" -> true; // the schema says no type
            case "object" -> value.isObject();
            case "array" -> value.isArray();
            case "string" -> value.isString();
            case "integer" -> value.isIntegralNumber();
            case "boolean" -> value.isBoolean();
            default -> throw new IllegalArgumentException("this test can't judge " + schema);
        };
    }

    private Optional<String> faultOfMembers(Map<?, ?> schema, JsonNode value) {
        if (schema.get("required") instanceof List<?> required) {
            for (Object name : required) {
                if (!value.has(name.toString())) {
                    return Optional.of(value + " lacks " + name);
                }
            }
        }
        Map<?, ?> properties = member(schema, "properties");
        return value.propertyStream()
                .flatMap(property -> {
                    Object known = properties.containsKey(property.getKey())
                            ? properties.get(property.getKey())
                            : schema.get("additionalProperties");
                    if (known instanceof Map<?, ?> schemaOfMember) {
                        return fault(schemaOfMember, property.getValue()).stream();
                    }
                    return Boolean.FALSE.equals(known)
                            ? Stream.of("undocumented member " + property.getKey())
                            : Stream.<String>empty();
                })
                .findFirst();
    }

    /** The schemas that answers had so far. */
    Set<String> seen() {
        return Set.copyOf(seen);
    }

    /** The schemas that the document has for answers: all but those of requests. */
    Set<String> schemasOfAnswers() {
        var names = new TreeSet<String>();
        member(member(root, "components"), "schemas").keySet().forEach(name -> names.add(SCHEMAS + name));
        names.removeAll(
                Set.of(SCHEMAS + "new_credential", SCHEMAS + "rotation", SCHEMAS + "question", SCHEMAS + "erasure"));
        return names;
    }

    private Map<?, ?> resolved(Map<?, ?> node) {
        if (!(node.get("$ref") instanceof String reference)) {
            return node;
        }
        Map<?, ?> found = root;
        for (String step : reference.substring(2).split("/", -1)) {
            found = member(found, step);
        }
        return found;
    }

    private static Map<?, ?> member(Map<?, ?> node, String name) {
        return node.get(name) instanceof Map<?, ?> found ? found : Map.of();
    }
}
