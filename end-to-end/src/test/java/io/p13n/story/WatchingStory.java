package io.p13n.story;

import static io.p13n.story.Customer.with;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** An operator looks at the dashboard, and is told of trouble: by what the running system truly exports. */
@ExtendWith(PersonalizationSystem.class)
class WatchingStory {

    private static final Path DEPLOY = Path.of("../deploy");
    private static final Path RULES = DEPLOY.resolve("prometheus/rules.yaml");

    /** By Prometheus itself, and by Kubernetes. */
    private static final Set<String> OTHERS = Set.of("up", "kubelet_volume_stats_available_bytes");

    private static final Pattern METRIC = Pattern.compile("([a-z_][a-z0-9_]*)(\\{[^}]*})?");
    private static final Pattern MATCHER = Pattern.compile("([a-z_]+)(=~|!=|=)\"([^\"]*)\"");
    private static final Pattern GROUPING = Pattern.compile("\\b(by|without|on)\\s*\\(([^)]*)\\)");
    private static final Set<String> WORDS =
            Set.of("sum", "rate", "increase", "max", "min", "histogram_quantile", "predict_linear", "absent", "or");

    /** What the replicas export: for each metric and label, the values. */
    private record Exported(Map<String, Map<String, Set<String>>> metrics) {

        static Exported of(Parts parts) {
            var metrics = new HashMap<String, Map<String, Set<String>>>();
            parts.management()
                    .forEach((job, replicas) -> replicas.stream()
                            .flatMap(replica -> scrape(replica).lines())
                            .filter(line -> !line.startsWith("#"))
                            .forEach(line -> note(line, job, metrics)));
            return new Exported(metrics);
        }

        private static void note(String line, String job, Map<String, Map<String, Set<String>>> metrics) {
            Matcher sample = METRIC.matcher(line);
            if (sample.lookingAt()) {
                var labels = metrics.computeIfAbsent(sample.group(1), name -> new HashMap<>());
                labels.computeIfAbsent("job", label -> new HashSet<>()).add(job);
                labels.computeIfAbsent("instance", label -> new HashSet<>());
                Matcher label = MATCHER.matcher(sample.group(2) == null ? "" : sample.group(2));
                while (label.find()) {
                    labels.computeIfAbsent(label.group(1), name -> new HashSet<>())
                            .add(label.group(3));
                }
            }
        }

        private static String scrape(URI management) {
            try {
                return HttpClient.newHttpClient()
                        .send(
                                HttpRequest.newBuilder(management.resolve("/actuator/prometheus"))
                                        .build(),
                                BodyHandlers.ofString())
                        .body();
            } catch (IOException failure) {
                throw new AssertionError(failure);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new AssertionError(interrupted);
            }
        }

        /** What of the expression is not there; nothing if all is. */
        Set<String> missing(String expression) {
            var missing = new TreeSet<String>();
            Matcher metric = METRIC.matcher(GROUPING.matcher(expression).replaceAll(" "));
            while (metric.find()) {
                String name = metric.group(1);
                // One letter is a unit, as in 5m.
                if (name.length() > 1 && !WORDS.contains(name) && !OTHERS.contains(name)) {
                    missing(name, metric.group(2), missing);
                }
            }
            return missing;
        }

        private void missing(String name, String matchers, Set<String> missing) {
            var labels = metrics.get(name);
            if (labels == null) {
                missing.add(name);
                return;
            }
            Matcher label = MATCHER.matcher(matchers == null ? "" : matchers);
            while (label.find()) {
                Set<String> values = labels.get(label.group(1));
                if (values == null) {
                    missing.add(name + "{" + label.group(1) + "}");
                } else if (label.group(2).equals("=") && !values.contains(label.group(3))) {
                    missing.add(name + label.group());
                }
            }
        }

        /** The labels by which the expression groups, that none of its metrics has. */
        Set<String> unknownGroups(String expression) {
            var unknown = new TreeSet<String>();
            Matcher grouping = GROUPING.matcher(expression);
            while (grouping.find()) {
                for (String label : grouping.group(2).split(",\\s*", -1)) {
                    if (metrics.entrySet().stream()
                            .filter(metric -> expression.contains(metric.getKey()))
                            .noneMatch(metric -> metric.getValue().containsKey(label))) {
                        unknown.add(label);
                    }
                }
            }
            return unknown;
        }
    }

    @Test
    void whatTheDashboardAndTheAlertsAskForIsThere(Customer customer, Parts parts) {
        customer.signsUp("Ada");
        customer.views("shoes");
        customer.did("shop.web_events", with("event_name", "page_view"), with("age", "very old"));
        new Website(parts.http(), "0".repeat(40), parts.privateToken(), "https://elsewhere.example")
                .posts("shop.web_events", "{}");

        Awaitility.await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            var exported = Exported.of(parts);
            assertThat(expressions()
                            .flatMap(each -> exported.missing(each).stream())
                            .collect(toSet()))
                    .isEmpty();
            assertThat(expressions()
                            .flatMap(each -> exported.unknownGroups(each).stream())
                            .collect(toSet()))
                    .isEmpty();
        });
    }

    @Test
    void prometheusTakesTheRulesAndTheirTestsPass() throws Exception {
        assumeThat(Stream.of(System.getenv("PATH").split(File.pathSeparator))
                        .anyMatch(folder -> Files.isExecutable(Path.of(folder, "promtool"))))
                .as("promtool is on the path")
                .isTrue();

        promtool("check", "config", "prometheus.yaml");
        promtool("test", "rules", "rules.test.yaml");
    }

    private static void promtool(String... arguments) throws Exception {
        var command = Stream.concat(Stream.of("promtool"), Stream.of(arguments)).toList();
        var promtool = new ProcessBuilder(command)
                .directory(DEPLOY.resolve("prometheus").toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(promtool.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(promtool.waitFor()).as(said).isZero();
    }

    @Test
    void eachAlertSaysWhatItWantsDone() throws IOException {
        Set<String> sections = Files.readAllLines(DEPLOY.resolve("README.md")).stream()
                .filter(line -> line.startsWith("#"))
                .map(line -> line.replaceFirst("#+ ", "")
                        .toLowerCase(java.util.Locale.ROOT)
                        .replace(' ', '-'))
                .collect(toSet());

        assertThat(under(yaml(RULES), "runbook"))
                .isNotEmpty()
                .allSatisfy(each -> assertThat(sections).contains(each.substring(each.indexOf('#') + 1)));
    }

    /** All that is asked of Prometheus. JSON is YAML too. */
    private static Stream<String> expressions() {
        return Stream.concat(
                under(yaml(DEPLOY.resolve("grafana/dashboards/p13n.json")), "expr").stream(),
                under(yaml(RULES), "expr").stream());
    }

    private static Object yaml(Path file) {
        try {
            return new Load(LoadSettings.builder().build()).loadFromString(Files.readString(file));
        } catch (IOException unreadable) {
            throw new AssertionError(unreadable);
        }
    }

    /** The texts that stand under a name, however deep. */
    private static List<String> under(Object value, String name) {
        if (value instanceof Map<?, ?> fields) {
            return fields.entrySet().stream()
                    .flatMap(each -> each.getKey().equals(name)
                            ? Stream.of((String) each.getValue())
                            : under(each.getValue(), name).stream())
                    .toList();
        }
        if (value instanceof List<?> elements) {
            return elements.stream().flatMap(each -> under(each, name).stream()).toList();
        }
        return List.of();
    }
}
