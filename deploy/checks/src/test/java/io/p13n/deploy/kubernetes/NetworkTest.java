package io.p13n.deploy.kubernetes;

import static io.p13n.deploy.kubernetes.Yaml.list;
import static io.p13n.deploy.kubernetes.Yaml.map;
import static io.p13n.deploy.kubernetes.Yaml.there;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.util.unit.DataSize;

/** Who can reach whom. */
class NetworkTest {

    static Stream<Overlay> overlays() throws Exception {
        return Overlay.all();
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void nothingIsAllowedThatNoPolicyNames(Overlay overlay) {
        Manifest nothing = overlay.one("NetworkPolicy", "default-deny");

        assertThat(overlay.selectedBy(map(nothing.at("spec", "podSelector"))))
                .containsExactlyInAnyOrderElementsOf(overlay.applications());
        assertThat(list(nothing.at("spec", "policyTypes"))).containsExactlyInAnyOrder("Ingress", "Egress");
        assertThat(nothing.has("spec", "ingress") || nothing.has("spec", "egress"))
                .isFalse();
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void theIngressReachesTheHttpPortOfIngestAlone(Overlay overlay) {
        assertThat(reachedFrom(overlay, "ingress-nginx")).containsExactly("ingest-api:8080");
        overlay.kind("Ingress")
                .flatMap(ingress -> ingress.each("spec", "rules"))
                .flatMap(rule -> list(Manifest.at(rule, "http", "paths")).stream())
                .forEach(path -> {
                    Manifest service = overlay.one("Service", Manifest.at(map(path), "backend", "service", "name"));
                    assertThat(service.name()).isEqualTo("ingest-api");
                    assertThat(service.each("spec", "ports"))
                            .anyMatch(port -> Manifest.at(map(path), "backend", "service", "port", "name")
                                    .equals(port.get("name")));
                });
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void theIngressSpeaksTls(Overlay overlay) {
        overlay.kind("Ingress").forEach(ingress -> {
            Set<Object> encrypted = new HashSet<>();
            ingress.each("spec", "tls").forEach(tls -> encrypted.addAll(list(tls.get("hosts"))));
            assertThat(ingress.each("spec", "rules").map(rule -> rule.get("host")))
                    .allMatch(encrypted::contains);
        });
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void theDatabaseOfAnOperatorRefusesPlainText(Overlay overlay) {
        overlay.kind("Cluster")
                .forEach(database -> assertThat(list(database.at("spec", "postgresql", "pg_hba")))
                        .startsWith("hostnossl all all all reject"));
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void theIngressLetsThroughWhatIngestTakes(Overlay overlay) {
        overlay.kind("Ingress").forEach(ingress -> {
            String size = (String) ingress.at("metadata", "annotations", "nginx.ingress.kubernetes.io/proxy-body-size");
            assertThat(DataSize.parse(size.toUpperCase(Locale.ROOT) + "B")).isGreaterThan(DataSize.parse((String)
                    there(Settings.of("ingest-api", "p13n.ingest.records.max-batch"))));
        });
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void prometheusReachesTheManagementPortOfEach(Overlay overlay) {
        List<String> expected = overlay.applications().stream()
                .map(each -> each.name() + ":" + ReferencesTest.ports(each).get("management"))
                .toList();

        assertThat(reachedFrom(overlay, "monitoring")).containsExactlyInAnyOrderElementsOf(expected);
    }

    /** The ports of our pods that the pods of a namespace reach. */
    private static Set<String> reachedFrom(Overlay overlay, String namespace) {
        var reached = new HashSet<String>();
        overlay.kind("NetworkPolicy")
                .filter(policy -> policy.has("spec", "ingress"))
                .forEach(policy -> policy.each("spec", "ingress")
                        .filter(rule -> from(rule, namespace))
                        .forEach(rule -> overlay.selectedBy(map(policy.at("spec", "podSelector")))
                                .forEach(pods -> list(rule.get("ports"))
                                        .forEach(port -> reached.add(
                                                pods.name() + ":" + map(port).get("port"))))));
        return reached;
    }

    private static boolean from(Map<String, Object> rule, String namespace) {
        return !rule.containsKey("from")
                || list(rule.get("from")).stream()
                        .map(Yaml::map)
                        .filter(peer -> peer.containsKey("namespaceSelector"))
                        .anyMatch(peer -> !map(peer.get("namespaceSelector")).containsKey("matchLabels")
                                || Manifest.at(peer, "namespaceSelector", "matchLabels", "kubernetes.io/metadata.name")
                                        .equals(namespace));
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void policiesNamePortsThatThoseTheyAreAboutHave(Overlay overlay) {
        overlay.kind("NetworkPolicy")
                .filter(policy -> policy.has("spec", "ingress"))
                .forEach(policy -> overlay.selectedBy(map(policy.at("spec", "podSelector")))
                        .forEach(pods -> policy.each("spec", "ingress")
                                .flatMap(rule -> list(rule.get("ports")).stream())
                                .forEach(port -> assertThat(ReferencesTest.ports(pods))
                                        .as("%s", policy)
                                        .containsValue(map(port).get("port")))));
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void reactorsAndIngestMeetOnTheReplyPort(Overlay overlay) {
        Object reply =
                ReferencesTest.ports(overlay.one("Deployment", "ingest-api")).get("reply");

        assertThat(overlay.one("NetworkPolicy", "reactor-service").each("spec", "egress"))
                .anySatisfy(rule -> assertThat(list(rule.get("ports")))
                        .anySatisfy(port -> assertThat(map(port)).containsEntry("port", reply)));
        assertThat(overlay.one("NetworkPolicy", "ingest-api").each("spec", "ingress"))
                .anySatisfy(rule -> assertThat(list(rule.get("ports")))
                        .anySatisfy(port -> assertThat(map(port)).containsEntry("port", reply)));
    }
}
