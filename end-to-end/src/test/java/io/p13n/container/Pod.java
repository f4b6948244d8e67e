package io.p13n.container;

import static io.p13n.deploy.kubernetes.Yaml.list;
import static io.p13n.deploy.kubernetes.Yaml.map;

import com.github.dockerjava.api.model.AccessMode;
import io.p13n.deploy.kubernetes.Manifest;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.springframework.util.unit.DataSize;
import org.testcontainers.containers.GenericContainer;

/** What a Deployment says of its pods' containers, done to containers here. */
final class Pod {

    private static final String ADDRESS = "status.podIP";

    private final Manifest deployment;
    private final Secrets secrets;

    Pod(Manifest deployment, Secrets secrets) {
        this.deployment = deployment;
        this.secrets = secrets;
    }

    /** Has a container be as the one that runs before the application's. */
    void setUpInit(GenericContainer<?> container) {
        var described = first("initContainers");
        String[] command = list(described.get("command")).toArray(String[]::new);
        container.withCreateContainerCmdModifier(create -> create.withEntrypoint(command));
        setUp(container, described, "");
    }

    /**
     * Has a container be as the application's.
     *
     * @param host by which others reach it
     */
    void setUp(GenericContainer<?> container, String host) {
        setUp(container, first("containers"), host);
    }

    private Map<String, Object> first(String containers) {
        return deployment
                .each("spec", "template", "spec", containers)
                .findFirst()
                .orElseThrow();
    }

    private void setUp(GenericContainer<?> container, Map<String, Object> described, String host) {
        long memory = bytes((String) Manifest.at(described, "resources", "limits", "memory"));
        container.withCreateContainerCmdModifier(
                create -> create.getHostConfig().withMemory(memory));
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
            if (!ADDRESS.equals(map(from.get("fieldRef")).get("fieldPath"))) {
                throw new AssertionError("a field that nobody asked for yet: " + from);
            }
            return Optional.of(host);
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
        return deployment
                .each("spec", "template", "spec", "volumes")
                .filter(each -> each.get("name").equals(volume) && each.containsKey("secret"))
                .map(each -> (String) map(each.get("secret")).get("secretName"))
                .findFirst();
    }

    private static long bytes(String quantity) {
        return DataSize.parse(quantity.replace("Mi", "MB").replace("Gi", "GB")).toBytes();
    }
}
