package io.p13n.deploy.kubernetes;

import static io.p13n.deploy.kubernetes.Yaml.map;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.kubernetes.client.custom.Quantity;
import io.p13n.contract.ServiceId;
import io.p13n.contract.Topics;
import io.p13n.offer.definition.DefinitionReader;
import io.p13n.offer.definition.Reading;
import io.p13n.reactor.consume.ConsumerGroup;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each overlay, object by object: what an API server and the operators would refuse. */
class ManifestsTest {

    private static final ServiceId SAMPLE = new ServiceId(1, 2);

    static Stream<Overlay> overlays() throws Exception {
        return Overlay.all();
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void kubectlRendersTheSame(Overlay overlay) throws Exception {
        assumeThat(onPath("kubectl")).as("kubectl is on the path").isTrue();

        assertThat(byName(Kustomization.render(Overlay.folder(overlay.name()))))
                .isEqualTo(byName(Kustomization.byKubectl(Overlay.folder(overlay.name()))));
    }

    private static boolean onPath(String program) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    private static Map<String, Map<String, Object>> byName(List<Map<String, Object>> objects) {
        return objects.stream().collect(toMap(each -> new Manifest(each).toString(), each -> each));
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void eachObjectIsOfAKnownTypeAndRight(Overlay overlay) throws Exception {
        for (Manifest object : overlay.objects()) {
            if (Models.has(object)) {
                Models.check(object);
            } else {
                assertThat(Schemas.has(object)).as("%s is known", object.type()).isTrue();
                assertThat(Schemas.problems(object)).isEmpty();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void limitsAreNotBelowRequests(Overlay overlay) {
        for (Manifest workload : overlay.workloads()) {
            for (var container : workload.containers()) {
                quantity(container, "requests", "cpu");
                assertThat(quantity(container, "limits", "memory").getNumber())
                        .as("%s's memory", workload)
                        .isGreaterThanOrEqualTo(
                                quantity(container, "requests", "memory").getNumber());
            }
        }
    }

    private static Quantity quantity(Map<String, Object> container, String bound, String resource) {
        return Quantity.fromString(String.valueOf(Manifest.at(container, "resources", bound, resource)));
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void scalersKnowWhomTheyScaleAndNobodyElseSaysHowMany(Overlay overlay) {
        overlay.kind("HorizontalPodAutoscaler").forEach(scaler -> {
            assertThat((int) scaler.at("spec", "minReplicas"))
                    .isLessThanOrEqualTo((int) scaler.at("spec", "maxReplicas"));
            scales(overlay, scaler);
        });
        overlay.kind("ScaledObject").forEach(scaler -> {
            assertThat((int) scaler.at("spec", "minReplicaCount"))
                    .isLessThanOrEqualTo((int) scaler.at("spec", "maxReplicaCount"));
            scales(overlay, scaler);
        });
    }

    private static void scales(Overlay overlay, Manifest scaler) {
        Manifest target = overlay.one("Deployment", scaler.at("spec", "scaleTargetRef", "name"));
        assertThat(target.has("spec", "replicas"))
                .as("%s says how many", target)
                .isFalse();
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void reactorsAreScaledByTheLagOfTheirGroupsUpToOneForEachPartition(Overlay overlay) {
        overlay.kind("ScaledObject").forEach(scaler -> {
            String topic = Topics.events(SAMPLE);
            assertThat(scaler.each("spec", "triggers")
                            .map(trigger -> Manifest.at(trigger, "metadata", "consumerGroup")))
                    .containsExactlyInAnyOrder(
                            ConsumerGroup.reactor(SAMPLE).name(),
                            ConsumerGroup.reactor(SAMPLE).name().replace("reactor", "archive"));
            assertThat(scaler.each("spec", "triggers").map(trigger -> Manifest.at(trigger, "metadata", "topic")))
                    .containsOnly(topic);
            assertThat(scaler.at("spec", "maxReplicaCount"))
                    .isEqualTo(overlay.one("KafkaTopic", topic).at("spec", "partitions"));
        });
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void podsAreRestricted(Overlay overlay) {
        assertThat(map(overlay.one("Namespace", "p13n").at("metadata", "labels")))
                .containsEntry("pod-security.kubernetes.io/enforce", "restricted");
        for (Manifest workload : overlay.workloads()) {
            assertThat(workload.at("spec", "template", "spec", "automountServiceAccountToken"))
                    .isEqualTo(false);
            assertThat(workload.at("spec", "template", "spec", "securityContext", "runAsNonRoot"))
                    .isEqualTo(true);
            assertThat(workload.at("spec", "template", "spec", "securityContext", "seccompProfile", "type"))
                    .isEqualTo("RuntimeDefault");
            for (var container : workload.containers()) {
                assertThat(Manifest.at(container, "securityContext", "allowPrivilegeEscalation"))
                        .isEqualTo(false);
                assertThat(Manifest.at(container, "securityContext", "capabilities", "drop"))
                        .isEqualTo(List.of("ALL"));
            }
        }
        for (Manifest application : overlay.applications()) {
            assertThat(application.containers())
                    .allSatisfy(each -> assertThat(Manifest.at(each, "securityContext", "readOnlyRootFilesystem"))
                            .isEqualTo(true));
        }
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void theDefinitionsAreAdmitted(Overlay overlay) {
        Manifest definitions = overlay.one("ConfigMap", "p13n-definitions");
        map(definitions.at("data"))
                .forEach((file, document) -> assertThat(DefinitionReader.read((String) document))
                        .as(file)
                        .isNotInstanceOf(Reading.Refused.class));
    }
}
