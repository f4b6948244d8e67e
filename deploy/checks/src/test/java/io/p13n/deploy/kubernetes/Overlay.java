package io.p13n.deploy.kubernetes;

import static io.p13n.deploy.kubernetes.Yaml.map;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** One rendered overlay. */
public record Overlay(String name, List<Manifest> objects) {

    /** The folder {@code deploy}, of the checkout in which Maven runs the tests. */
    static final Path DEPLOY = Stream.iterate(Path.of("").toAbsolutePath(), Objects::nonNull, Path::getParent)
            .map(folder -> folder.resolve("deploy"))
            .filter(deploy -> Files.exists(deploy.resolve("kubernetes")))
            .findFirst()
            .orElseThrow();

    /** All there are. */
    static Stream<Overlay> all() throws Exception {
        return Stream.of(render("dev"), render("production"));
    }

    /** As {@code kubectl kustomize} does it. */
    public static Overlay render(String name) throws Exception {
        return new Overlay(
                name,
                Kustomization.render(folder(name)).stream().map(Manifest::new).toList());
    }

    static Path folder(String name) {
        return DEPLOY.resolve("kubernetes/overlays").resolve(name);
    }

    public Stream<Manifest> kind(String kind) {
        return objects.stream().filter(each -> each.kind().equals(kind));
    }

    /** What runs pods that we describe ourselves. */
    List<Manifest> workloads() {
        return objects.stream()
                .filter(each -> each.kind().equals("Deployment") || each.kind().equals("StatefulSet"))
                .toList();
    }

    /** The three applications. */
    List<Manifest> applications() {
        return kind("Deployment").toList();
    }

    /** The one object of that kind and name; an {@link AssertionError} if there is none. */
    public Manifest one(String kind, Object name) {
        return kind(kind)
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError(name() + " has no " + kind + " " + name));
    }

    /** The workloads whose pods a label selector selects. */
    List<Manifest> selectedBy(Map<String, Object> selector) {
        return workloads().stream()
                .filter(each -> selects(selector, map(each.at("spec", "template", "metadata", "labels"))))
                .toList();
    }

    private static boolean selects(Map<String, Object> selector, Map<String, Object> labels) {
        boolean matched = !selector.containsKey("matchLabels")
                || labels.entrySet()
                        .containsAll(map(selector.get("matchLabels")).entrySet());
        if (selector.containsKey("matchExpressions")) {
            for (Object expression : Yaml.list(selector.get("matchExpressions"))) {
                if (!"In".equals(map(expression).get("operator"))) {
                    throw new AssertionError("only In is used: " + expression);
                }
                matched &= Yaml.list(map(expression).get("values"))
                        .contains(labels.get((String) map(expression).get("key")));
            }
        }
        return matched;
    }

    @Override
    public String toString() {
        return name;
    }
}
