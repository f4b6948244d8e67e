package io.p13n.deploy.compose;

import static org.assertj.core.api.Assertions.assertThat;

import io.p13n.deploy.kubernetes.Listeners;
import io.p13n.deploy.kubernetes.Settings;
import io.p13n.deploy.kubernetes.Yaml;
import io.p13n.reactor.Migration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The compose file, held against the applications and against itself. */
class ComposeTest {

    private static final Path DEPLOY = Path.of("..");
    private static final Map<String, Object> FILE =
            Yaml.documents(DEPLOY.resolve("compose.yaml")).get(0);
    private static final Map<String, Object> SERVICES = Yaml.map(FILE.get("services"));

    @ParameterizedTest
    @ValueSource(strings = {"ingest-api", "reactor-service", "admin-api"})
    void everyVariableIsASettingOfItsApplication(String application) {
        assertThat(environment(application).keySet())
                .allSatisfy(name ->
                        assertThat(Settings.known(application, name)).as(name).isTrue());
        assertThat(service(application))
                .containsEntry("image", "p13n/" + application)
                .containsEntry("read_only", true);
    }

    @Test
    void theMigrationIsTheReactors() {
        assertThat(Yaml.list(service("migration").get("entrypoint"))).contains(Migration.class.getName());
        assertThat(environment("migration").keySet())
                .allSatisfy(name -> assertThat(Settings.known("reactor-service", name))
                        .as(name)
                        .isTrue());
    }

    @Test
    void whoWaitsWaitsForSomebodyWhoCanBeReady() {
        SERVICES.forEach((name, service) -> {
            if (Yaml.map(service).get("depends_on") instanceof Map<?, ?> needs) {
                needs.forEach((need, how) -> assertThat(SERVICES).as(name).containsKey((String) need));
            }
        });
    }

    @Test
    void nothingListensButOnLoopback() {
        SERVICES.forEach((name, service) -> {
            for (Object port : Yaml.list(Yaml.map(service).getOrDefault("ports", List.of()))) {
                assertThat((String) port).as(name).startsWith("127.0.0.1:");
            }
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"ingest-api", "reactor-service", "admin-api"})
    void noPortThatOthersCallIsBoundToLoopback(String application) throws Exception {
        var listeners = new Listeners(application, environment(application));

        assertThat(calledPorts(application)).isNotEmpty().allMatch(listeners::areReachedOn);
    }

    /** Those that are published, those that another file or service names, and that of replies. */
    private static Set<Object> calledPorts(String application) throws IOException {
        var ports = new HashSet<Object>();
        for (Object published : Yaml.list(service(application).getOrDefault("ports", List.of()))) {
            ports.add(((String) published).replaceFirst(".*:", ""));
        }
        for (String file : List.of("compose.yaml", "prometheus/prometheus.yaml")) {
            Pattern.compile("\\b" + application + ":([0-9]+)")
                    .matcher(Files.readString(DEPLOY.resolve(file)))
                    .results()
                    .forEach(found -> ports.add(found.group(1)));
        }
        if (environment(application).containsKey("P13N_INGEST_REPLY_ADVERTISEDHOST")) {
            ports.add(Yaml.there(Settings.of(application, "p13n.ingest.reply.port")));
        }
        return ports;
    }

    @Test
    void prometheusAsksTheManagementPorts() throws Exception {
        assertThat(Files.readString(DEPLOY.resolve("prometheus/prometheus.yaml")))
                .contains("ingest-api:" + Settings.of("ingest-api", "management.server.port"))
                .contains("reactor-service:" + Settings.of("reactor-service", "server.port"))
                .contains("admin-api:" + Settings.of("admin-api", "management.server.port"));
    }

    @Test
    void imagesAskTheManagementPortsForTheirHealth() throws Exception {
        assertThat(Files.readString(DEPLOY.resolve("docker/Dockerfile")))
                .contains("reactor-service) echo " + Settings.of("reactor-service", "server.port"))
                .contains("admin-api) echo " + Settings.of("admin-api", "management.server.port"))
                .contains("*) echo " + Settings.of("ingest-api", "management.server.port"));
    }

    private static Map<String, Object> service(String name) {
        return merged(SERVICES.get(name));
    }

    private static Map<String, Object> environment(String service) {
        return merged(service(service).get("environment"));
    }

    /** With what it takes over by YAML's {@code <<}, which the reader leaves as it stands. */
    private static Map<String, Object> merged(@Nullable Object value) {
        var merged = new HashMap<String, Object>();
        Map<String, Object> own = Yaml.map(value);
        Object taken = own.getOrDefault("<<", List.of());
        (taken instanceof List<?> several ? several : List.of(taken)).forEach(each -> merged.putAll(merged(each)));
        merged.putAll(own);
        merged.remove("<<");
        return merged;
    }
}
