package io.p13n.deploy.kubernetes;

import static io.p13n.deploy.kubernetes.Yaml.list;
import static io.p13n.deploy.kubernetes.Yaml.map;
import static io.p13n.deploy.kubernetes.Yaml.there;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/**
 * Renders an overlay where no kubectl is: the small part of Kustomize that our files use, and nothing else. Whatever it
 * does not know it refuses, so that it never shows something other than Kustomize would. But generated names have no digest
 * of the contents.
 */
final class Kustomization {

    private static final Set<String> KNOWN =
            Set.of("apiVersion", "kind", "namespace", "resources", "configMapGenerator", "patches");

    /** By which field the elements of a list are known to a patch; a list that is not here is replaced. */
    private static final Map<String, String> ELEMENTS = Map.of(
            "containers", "name",
            "initContainers", "name",
            "env", "name",
            "volumes", "name",
            "volumeMounts", "mountPath");

    private final Path folder;
    private final Map<String, Object> file;
    private final List<Map<String, Object>> objects = new ArrayList<>();

    private Kustomization(Path folder) {
        this.folder = folder;
        this.file = Yaml.documents(folder.resolve("kustomization.yaml")).get(0);
        if (!KNOWN.containsAll(file.keySet())) {
            throw new AssertionError(folder + " uses what this renderer does not know: " + file.keySet());
        }
    }

    /** The objects, in no particular order. */
    static List<Map<String, Object>> render(Path folder) throws Exception {
        var rendered = new Kustomization(folder);
        rendered.resources();
        rendered.patches();
        rendered.configMaps();
        rendered.namespace();
        return rendered.objects;
    }

    private void resources() throws Exception {
        for (Object resource : list(file.getOrDefault("resources", List.of()))) {
            Path path = folder.resolve((String) resource).normalize();
            objects.addAll(Files.isDirectory(path) ? render(path) : Yaml.documents(path));
        }
    }

    private void patches() {
        for (Object entry : list(file.getOrDefault("patches", List.of()))) {
            for (var patch : Yaml.documents(folder.resolve((String) map(entry).get("path")))) {
                merge(target(patch), patch);
            }
        }
    }

    private Map<String, Object> target(Map<String, Object> patch) {
        return objects.stream()
                .filter(each -> Objects.equals(each.get("kind"), patch.get("kind"))
                        && name(each).equals(name(patch)))
                .findFirst()
                .orElseThrow(() -> new AssertionError("a patch of " + folder + " meets nothing: " + patch));
    }

    private static void merge(Map<String, Object> into, Map<String, Object> patch) {
        patch.forEach((key, value) -> {
            Object old = into.get(key);
            if (value == null) {
                into.remove(key);
            } else if (old instanceof Map && value instanceof Map) {
                merge(map(old), map(value));
            } else if (old instanceof List && ELEMENTS.containsKey(key)) {
                into.put(key, merged(list(old), list(value), ELEMENTS.get(key)));
            } else {
                into.put(key, value);
            }
        });
    }

    /** As Kustomize does it: what the patch names comes first, in its order. */
    private static List<Object> merged(List<Object> old, List<Object> patch, String by) {
        var rest = new ArrayList<>(old);
        var merged = new ArrayList<Object>();
        for (Object element : patch) {
            Object known = old.stream()
                    .filter(each ->
                            Objects.equals(map(each).get(by), map(element).get(by)))
                    .findFirst()
                    .orElse(element);
            if (known != element) {
                merge(map(known), map(element));
                rest.remove(known);
            }
            merged.add(known);
        }
        merged.addAll(rest);
        return merged;
    }

    private void configMaps() throws Exception {
        for (Object entry : list(file.getOrDefault("configMapGenerator", List.of()))) {
            if (!Set.of("name", "files", "options").containsAll(map(entry).keySet())) {
                throw new AssertionError("only name, files and options are known of a generator: " + entry);
            }
            var data = new TreeMap<String, Object>();
            for (Object path : list(map(entry).get("files"))) {
                Path source = folder.resolve((String) path);
                data.put(source.getFileName().toString(), Files.readString(source));
            }
            var metadata = new LinkedHashMap<String, Object>(labels(map(entry)));
            metadata.put("name", there(map(entry).get("name")));
            objects.add(new LinkedHashMap<>(
                    Map.of("apiVersion", "v1", "kind", "ConfigMap", "metadata", metadata, "data", data)));
        }
    }

    private static Map<String, Object> labels(Map<String, Object> generator) {
        if (!generator.containsKey("options")) {
            return Map.of();
        }
        var options = map(generator.get("options"));
        if (!options.keySet().equals(Set.of("labels", "disableNameSuffixHash"))) {
            throw new AssertionError("only labels and disableNameSuffixHash are known of options: " + options);
        }
        return Map.of("labels", there(options.get("labels")));
    }

    private void namespace() {
        Object namespace = file.get("namespace");
        if (namespace != null) {
            objects.stream()
                    .filter(each -> !"Namespace".equals(each.get("kind")))
                    .forEach(each -> map(each.get("metadata")).put("namespace", namespace));
        }
    }

    private static Object name(Map<String, Object> object) {
        return there(map(object.get("metadata")).get("name"));
    }

    /** What kubectl makes of the same overlay, without the digests in generated names. */
    static List<Map<String, Object>> byKubectl(Path folder) throws IOException, InterruptedException {
        var kubectl = new ProcessBuilder("kubectl", "kustomize", folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String rendered = new String(kubectl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (kubectl.waitFor() != 0) {
            throw new AssertionError("kubectl kustomize refused " + folder);
        }
        return Yaml.documents(rendered.replaceAll("(p13n-definitions)-[a-z0-9]{10}\\b", "$1"));
    }
}
