package io.p13n.deploy.kubernetes;

import static io.p13n.deploy.kubernetes.Yaml.list;
import static io.p13n.deploy.kubernetes.Yaml.map;
import static io.p13n.deploy.kubernetes.Yaml.there;
import static org.assertj.core.api.Assertions.assertThat;

import io.p13n.admin.publication.RequiredTopics;
import io.p13n.admin.publication.TopicProperties;
import io.p13n.contract.ServiceId;
import io.p13n.contract.Topics;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.kafka.core.KafkaAdmin;

/** What the objects of an overlay say of each other and of the applications. */
class ReferencesTest {

    /** The fields that name a secret. */
    private static final Set<String> SECRETS =
            Set.of("secretKeyRef", "secret", "secretTargetRef", "accessKeyId", "secretAccessKey", "region");

    private static final Set<String> OURS = Set.of("ingest-api", "reactor-service", "admin-api");

    static Stream<Overlay> overlays() throws Exception {
        return Overlay.all();
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void selectorsSelect(Overlay overlay) {
        for (Manifest workload : overlay.workloads()) {
            assertThat(overlay.selectedBy(map(workload.at("spec", "selector")))).containsExactly(workload);
            if (workload.has("spec", "template", "spec", "topologySpreadConstraints")) {
                workload.each("spec", "template", "spec", "topologySpreadConstraints")
                        .forEach(spread -> assertThat(overlay.selectedBy(map(spread.get("labelSelector"))))
                                .containsExactly(workload));
            }
        }
        overlay.kind("PodDisruptionBudget")
                .forEach(budget -> assertThat(overlay.selectedBy(map(budget.at("spec", "selector"))))
                        .as("%s", budget)
                        .hasSize(1));
        overlay.kind("ServiceMonitor").forEach(monitor -> {
            var wanted = map(monitor.at("spec", "selector", "matchLabels"));
            var services = overlay.kind("Service")
                    .filter(each -> each.has("metadata", "labels"))
                    .filter(each ->
                            map(each.at("metadata", "labels")).entrySet().containsAll(wanted.entrySet()))
                    .toList();
            assertThat(services).extracting(Manifest::name).containsExactlyInAnyOrderElementsOf(OURS);
            monitor.each("spec", "endpoints")
                    .forEach(endpoint -> assertThat(services)
                            .allSatisfy(service -> assertThat(service.each("spec", "ports"))
                                    .anyMatch(port ->
                                            Manifest.at(endpoint, "port").equals(port.get("name")))));
        });
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void servicesLeadToPortsThatPodsHave(Overlay overlay) {
        overlay.kind("Service").forEach(service -> {
            var behind = overlay.selectedBy(Map.of("matchLabels", service.at("spec", "selector")));
            assertThat(behind).as("behind %s", service).hasSize(1);
            service.each("spec", "ports")
                    .forEach(port -> assertThat(ports(behind.get(0))).containsKey((String) port.get("targetPort")));
        });
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void probesAskPortsThatTheContainerHas(Overlay overlay) {
        for (Manifest workload : overlay.workloads()) {
            var container = workload.each("spec", "template", "spec", "containers")
                    .findFirst()
                    .orElseThrow();
            if (OURS.contains(workload.name())) {
                assertThat(container).containsKeys("startupProbe", "readinessProbe", "livenessProbe");
            }
            container.entrySet().stream()
                    .filter(each -> each.getKey().endsWith("Probe"))
                    .flatMap(each -> Stream.of("httpGet", "tcpSocket")
                            .filter(map(each.getValue())::containsKey)
                            .map(how -> Manifest.at(map(each.getValue()), how, "port")))
                    .forEach(port -> assertThat(ports(workload)).containsKey((String) port));
        }
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void podsGetTheTimeThatStoppingTakes(Overlay overlay) {
        for (Manifest application : overlay.applications()) {
            int before = application.containers().stream()
                    .filter(each -> each.containsKey("lifecycle"))
                    .mapToInt(each -> (int) Manifest.at(each, "lifecycle", "preStop", "sleep", "seconds"))
                    .sum();
            Object phase = there(Settings.of(application.name(), "spring.lifecycle.timeout-per-shutdown-phase"));
            assertThat((int) application.at("spec", "template", "spec", "terminationGracePeriodSeconds"))
                    .as("seconds of %s", application)
                    .isGreaterThan(before
                            + (int) DurationStyle.detectAndParse((String) phase).toSeconds());
        }
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void portsAreThoseOfTheApplications(Overlay overlay) {
        assertThat(ports(overlay.one("Deployment", "ingest-api")))
                .isEqualTo(Map.of(
                        "http", Settings.of("ingest-api", "server.port"),
                        "management", Settings.of("ingest-api", "management.server.port"),
                        "reply", Settings.of("ingest-api", "p13n.ingest.reply.port")));
        assertThat(ports(overlay.one("Deployment", "reactor-service")))
                .isEqualTo(Map.of("management", Settings.of("reactor-service", "server.port")));
        assertThat(ports(overlay.one("Deployment", "admin-api")))
                .isEqualTo(Map.of(
                        "http", Settings.of("admin-api", "server.port"),
                        "management", Settings.of("admin-api", "management.server.port")));
    }

    /** Where Services, probes and policies lead: they name what a container shows, which other checks see to. */
    @ParameterizedTest
    @MethodSource("overlays")
    void noPortThatAContainerShowsIsBoundToLoopback(Overlay overlay) {
        for (Manifest application : overlay.applications()) {
            for (var container : application.containers()) {
                var listeners = new Listeners(application.name(), environment(container));
                assertThat(list(container.getOrDefault("ports", List.of())))
                        .as("ports of %s", application)
                        .allMatch(port -> listeners.areReachedOn(there(map(port).get("containerPort"))));
            }
        }
    }

    private static Map<String, Object> environment(Map<String, Object> container) {
        var environment = new HashMap<String, Object>();
        list(container.get("env"))
                .forEach(each -> environment.put(
                        (String) map(each).get("name"), map(each).getOrDefault("value", "")));
        return environment;
    }

    static Map<String, Object> ports(Manifest workload) {
        var ports = new HashMap<String, Object>();
        workload.containers().stream()
                .filter(each -> each.containsKey("ports"))
                .flatMap(each -> list(each.get("ports")).stream())
                .forEach(port ->
                        ports.put((String) map(port).get("name"), map(port).get("containerPort")));
        return ports;
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void applicationsRunTheirImages(Overlay overlay) {
        assertThat(overlay.applications()).extracting(Manifest::name).containsExactlyInAnyOrderElementsOf(OURS);
        for (Manifest application : overlay.applications()) {
            assertThat(application.containers())
                    .allSatisfy(each ->
                            assertThat((String) each.get("image")).matches("p13n/" + application.name() + ":.+"));
        }
        assertThat(overlay.one("Deployment", "reactor-service").containers())
                .anySatisfy(each -> assertThat(list(each.getOrDefault("command", List.of())))
                        .contains(io.p13n.reactor.Migration.class.getName()));
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void everyVariableIsASettingOfItsApplication(Overlay overlay) {
        for (Manifest application : overlay.applications()) {
            for (var container : application.containers()) {
                assertThat(list(container.get("env")).stream()
                                .map(each -> (String) map(each).get("name")))
                        .as("variables of %s", application)
                        .allSatisfy(name -> assertThat(Settings.known(application.name(), name))
                                .as(name)
                                .isTrue());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void ingestAndReactorsAgreeOnWhereIngestIs(Overlay overlay) {
        assertThat(variable(overlay.one("Deployment", "ingest-api"), "P13N_INGEST_REPLY_RANGES"))
                .isEqualTo(variable(overlay.one("Deployment", "reactor-service"), "P13N_REACTOR_REPLY_RANGES"));
    }

    private static Object variable(Manifest application, String name) {
        return application.containers().stream()
                .flatMap(each -> list(each.get("env")).stream())
                .filter(each -> name.equals(map(each).get("name")))
                .map(each -> map(each).get("value"))
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void secretsAreNeverThereAndAlwaysComeFromSomewhere(Overlay overlay) throws Exception {
        assertThat(overlay.kind("Secret")).isEmpty();
        String guide = Files.readString(Overlay.DEPLOY.resolve("README.md"));
        var made = new HashSet<>(madeBySomeOperator(overlay));

        for (String secret : referred(overlay, SECRETS)) {
            assertThat(made.contains(secret) || guide.contains("`" + secret + "`"))
                    .as("the secret %s is made by an operator or told in deploy/README.md", secret)
                    .isTrue();
        }
        assertThat(overlay.kind("ConfigMap").map(Manifest::name))
                .containsAll(referred(overlay, Set.of("configMap", "configMapKeyRef", "configMapTargetRef")));
    }

    private static List<String> madeBySomeOperator(Overlay overlay) {
        var made = new ArrayList<String>();
        overlay.kind("KafkaUser").forEach(user -> made.add(user.name()));
        overlay.kind("Kafka").forEach(kafka -> made.add(kafka.name() + "-cluster-ca-cert"));
        overlay.kind("Cluster").forEach(database -> {
            made.add(database.name() + "-app");
            made.add(database.name() + "-ca");
        });
        overlay.kind("Certificate").forEach(each -> made.add((String) each.at("spec", "secretName")));
        return made;
    }

    private static Set<String> referred(Overlay overlay, Set<String> by) {
        var names = new TreeSet<String>();
        overlay.objects().forEach(object -> collect(object.fields(), by, names));
        return names;
    }

    private static void collect(Object value, Set<String> by, Set<String> names) {
        if (value instanceof Map<?, ?> fields) {
            fields.forEach((key, child) -> {
                if (by.contains(key)) {
                    (child instanceof List<?> several ? several : List.of(child)).forEach(each -> {
                        var reference = map(each);
                        names.add((String) reference.getOrDefault("name", reference.get("secretName")));
                    });
                }
                collect(child, by, names);
            });
        } else if (value instanceof List<?> elements) {
            elements.forEach(each -> collect(each, by, names));
        }
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void whatIsWatchedHasItsAlertsAndItsDashboard(Overlay overlay) {
        if (overlay.kind("ServiceMonitor").findAny().isEmpty()) {
            return; // nobody looks
        }
        assertThat(overlay.one("PrometheusRule", "p13n").at("spec", "groups"))
                .isEqualTo(Yaml.documents(Overlay.DEPLOY.resolve("prometheus/rules.yaml"))
                        .get(0)
                        .get("groups"));
        assertThat(map(overlay.one("ConfigMap", "p13n-dashboard").at("metadata", "labels")))
                .containsEntry("grafana_dashboard", "1");
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void volumesThatAreMountedAreThere(Overlay overlay) {
        for (Manifest workload : overlay.workloads()) {
            var volumes = new HashSet<Object>();
            for (String[] path :
                    new String[][] {{"spec", "template", "spec", "volumes"}, {"spec", "volumeClaimTemplates"}}) {
                if (workload.has(path)) {
                    workload.each(path)
                            .forEach(each -> volumes.add(
                                    each.containsKey("metadata")
                                            ? Manifest.at(each, "metadata", "name")
                                            : each.get("name")));
                }
            }
            workload.containers()
                    .forEach(container -> list(container.get("volumeMounts"))
                            .forEach(mount ->
                                    assertThat(volumes).contains(map(mount).get("name"))));
        }
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void eachTopicOfTheCodeMayBeReadAndWrittenAndNoOtherIsNamed(Overlay overlay) throws Exception {
        if (overlay.kind("KafkaUser").findAny().isEmpty()) {
            return; // this overlay's broker asks nobody
        }
        var topics = topicsOfTheCode();
        assertThat(topics).allSatisfy(topic -> {
            assertThat(allowed(overlay, topic))
                    .as("operations on %s", topic)
                    .contains("Read|Describe", "Write", "Create");
        });
        overlay.kind("KafkaUser")
                .flatMap(user -> user.each("spec", "authorization", "acls"))
                .filter(acl -> Manifest.at(acl, "resource", "type").equals("topic"))
                .forEach(acl -> assertThat(topics).as("%s", acl).anyMatch(topic -> covers(acl, topic)));
        overlay.kind("KafkaTopic").forEach(topic -> assertThat(topics).contains(topic.name()));
    }

    /** What somebody may do with the topic; who describes may be one who only makes it. */
    private static Set<String> allowed(Overlay overlay, String topic) {
        var operations = new HashSet<String>();
        overlay.kind("KafkaUser")
                .flatMap(user -> user.each("spec", "authorization", "acls"))
                .filter(acl -> Manifest.at(acl, "resource", "type").equals("topic") && covers(acl, topic))
                .forEach(acl -> list(acl.get("operations")).forEach(each -> operations.add((String) each)));
        if (operations.contains("Describe")) {
            operations.add("Read|Describe");
        }
        return operations;
    }

    private static boolean covers(Map<String, Object> acl, String topic) {
        String name = (String) Manifest.at(acl, "resource", "name");
        return Manifest.at(acl, "resource", "patternType").equals("prefix")
                ? topic.startsWith(name)
                : topic.equals(name);
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void topicsAreAsAdminApiWouldMakeThem(Overlay overlay) {
        if (overlay.kind("KafkaTopic").findAny().isEmpty()) {
            return; // here it makes them itself
        }
        var required = required(
                environment(overlay.one("Deployment", "admin-api").containers().get(0)));

        Stream.concat(required.forAll().stream(), required.forEvents(List.of(new ServiceId(1, 2))).stream())
                .forEach(topic -> {
                    Manifest described = overlay.one("KafkaTopic", topic.name());
                    assertThat(described.at("spec", "replicas"))
                            .as("replicas of %s", described)
                            .isEqualTo((int) topic.replicationFactor());
                    assertThat(configs(described)).as("%s", described).containsAllEntriesOf(topic.configs());
                });
    }

    private static RequiredTopics required(Map<String, Object> environment) {
        String prefix = "p13n.admin.topics";
        var settings = new HashMap<String, Object>();
        Settings.flat("admin-api").keySet().stream()
                .filter(name -> name.startsWith(prefix))
                .forEach(name -> settings.put(name, there(Settings.of("admin-api", name, environment))));
        var properties = new Binder(new MapConfigurationPropertySource(settings)).bind(prefix, TopicProperties.class);
        return new RequiredTopics(new KafkaAdmin(Map.of()), properties.get());
    }

    private static Map<String, String> configs(Manifest topic) {
        var configs = new HashMap<String, String>();
        map(topic.at("spec", "config")).forEach((name, value) -> configs.put(name, String.valueOf(value)));
        return configs;
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void backupsAreTakenAndTopicsReachBackBeyondThem(Overlay overlay) {
        overlay.kind("Cluster").forEach(database -> {
            String store = (String) database.each("spec", "plugins")
                    .map(plugin -> Manifest.at(plugin, "parameters", "barmanObjectName"))
                    .findFirst()
                    .orElseThrow();
            Duration kept = days(overlay.one("ObjectStore", store).at("spec", "retentionPolicy"));

            assertThat(overlay.kind("ScheduledBackup").map(backup -> backup.at("spec", "cluster", "name")))
                    .contains(database.name());
            for (String topic : List.of(Topics.events(new ServiceId(1, 2)), Topics.ERASURES)) {
                Object retention = overlay.one("KafkaTopic", topic).at("spec", "config", "retention.ms");
                assertThat(Duration.ofMillis(Long.parseLong(String.valueOf(retention))))
                        .as("how long %s keeps its records", topic)
                        .isGreaterThan(kept.plusDays(1)); // the backup by which the first moment is reached is older
            }
        });
    }

    private static Duration days(Object retention) {
        return Duration.ofDays(Long.parseLong(((String) retention).replaceFirst("d$", "")));
    }

    private static List<String> topicsOfTheCode() throws Exception {
        var topics = new ArrayList<String>();
        for (var field : Topics.class.getFields()) {
            topics.add((String) field.get(null));
        }
        for (Method method : Topics.class.getMethods()) {
            if (Modifier.isStatic(method.getModifiers()) && method.getParameterCount() == 1) {
                topics.add((String) method.invoke(null, new ServiceId(1, 2)));
            }
        }
        return topics;
    }
}
