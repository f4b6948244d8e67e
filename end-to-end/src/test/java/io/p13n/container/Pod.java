package io.p13n.container;

import static io.p13n.deploy.kubernetes.Yaml.list;
import static io.p13n.deploy.kubernetes.Yaml.map;

import com.github.dockerjava.api.model.AccessMode;
import io.p13n.deploy.kubernetes.Manifest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.testcontainers.containers.GenericContainer;

/** What a Deployment says of its pods' containers, done to containers here. */
final class Pod {

    private static final String[] SPEC = {"spec", "template", "spec"};

    private final Map<String, Object> spec;
    private final Secrets secrets;

    Pod(Manifest deployment, Secrets secrets) {
        this.spec = map(deployment.at(SPEC));
        this.secrets = secrets;
    }

    /** The command of the container that runs before the others. */
    String[] initCommand() {
        return list(map(list(spec.get("initContainers")).get(0)).get("command")).toArray(String[]::new);
    }

    /** Gives it the environment and the secrets of the container that runs before the others. */
    void setUpInit(GenericContainer<?> container) {
        setUp(container, map(list(spec.get("initContainers")).get(0)), "");
    }

    /**
     * Gives it the environment and the secrets of the application's container.
     *
     * @param host by which others reach it
     */
    void setUp(GenericContainer<?> container, String host) {
        setUp(container, map(list(spec.get("containers")).get(0)), host);
    }

    private void setUp(GenericContainer<?> container, Map<String, Object> described, String host) {
        environment(described, host).forEach(container::withEnv);
        for (Object mount : list(described.get("volumeMounts"))) {
            secretOf(map(mount).get("name"))
                    .ifPresent(secret -> Mounts.add(
                            container,
                            secrets.folder(secret).toString(),
                            (String) map(mount).get("mountPath"),
                            AccessMode.ro));
        }
    }

    private Map<String, String> environment(Map<String, Object> described, String host) {
        var environment = new HashMap<String, String>();
        for (Object each : list(described.get("env"))) {
            value(map(each), host)
                    .ifPresent(value -> environment.put((String) map(each).get("name"), value));
        }
        return environment;
    }

    private Optional<String> value(Map<String, Object> variable, String host) {
        if (variable.containsKey("value")) {
            return Optional.of((String) variable.get("value"));
        }
        var from = map(variable.get("valueFrom"));
        if (from.containsKey("fieldRef")) {
            return Optional.of(host); // of all fields, the manifests name the pod's address alone
        }
        var reference = map(from.get("secretKeyRef"));
        var value = secrets.value((String) reference.get("name"), (String) reference.get("key"));
        if (value.isEmpty() && !Boolean.TRUE.equals(reference.get("optional"))) {
            throw new AssertionError("the overlay names a secret that nobody makes: " + reference);
        }
        return value;
    }

    /** The secret that a volume has, if it has one. */
    private Optional<String> secretOf(Object volume) {
        return volumes()
                .filter(each -> each.get("name").equals(volume) && each.containsKey("secret"))
                .map(each -> (String) map(each.get("secret")).get("secretName"))
                .findFirst();
    }

    private Stream<Map<String, Object>> volumes() {
        return List.copyOf(list(spec.get("volumes"))).stream().map(each -> map(each));
    }
}
