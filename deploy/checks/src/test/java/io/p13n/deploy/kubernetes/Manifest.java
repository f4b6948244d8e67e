package io.p13n.deploy.kubernetes;

import static io.p13n.deploy.kubernetes.Yaml.list;
import static io.p13n.deploy.kubernetes.Yaml.map;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * One object of an overlay.
 *
 * @param fields as they stand in the YAML
 */
public record Manifest(Map<String, Object> fields) {

    /** Its API version and kind. */
    String type() {
        return fields.get("apiVersion") + " " + kind();
    }

    public String kind() {
        return (String) at("kind");
    }

    public String name() {
        return (String) at("metadata", "name");
    }

    /** What stands at a path of names; an {@link AssertionError} if there is nothing. */
    public Object at(String... path) {
        return at(fields, path);
    }

    /** The same of a part of an object. */
    public static Object at(Map<String, Object> fields, String... path) {
        Object value = fields;
        for (String step : path) {
            value = value instanceof Map ? map(value).get(step) : null;
        }
        if (value == null) {
            throw new AssertionError(fields.get("kind") + " lacks " + String.join(".", path) + ": " + fields);
        }
        return value;
    }

    public boolean has(String... path) {
        Object value = fields;
        for (String step : path) {
            value = value instanceof Map ? map(value).get(step) : null;
        }
        return value != null;
    }

    /** The maps of a list at a path. */
    public Stream<Map<String, Object>> each(String... path) {
        return list(at(path)).stream().map(Yaml::map);
    }

    /** The containers of its pods, those of the start included. */
    List<Map<String, Object>> containers() {
        var containers = each("spec", "template", "spec", "containers");
        return has("spec", "template", "spec", "initContainers")
                ? Stream.concat(each("spec", "template", "spec", "initContainers"), containers)
                        .toList()
                : containers.toList();
    }

    @Override
    public String toString() {
        return kind() + " " + name();
    }
}
