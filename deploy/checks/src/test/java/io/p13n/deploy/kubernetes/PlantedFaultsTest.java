package io.p13n.deploy.kubernetes;

import static io.p13n.deploy.kubernetes.Yaml.list;
import static io.p13n.deploy.kubernetes.Yaml.map;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** The checks find what they are there for: one fault at a time, planted into the production overlay. */
class PlantedFaultsTest {

    private final ManifestsTest manifests = new ManifestsTest();
    private final ReferencesTest references = new ReferencesTest();

    @Test
    void aFieldThatKubernetesDoesNotKnow() throws Exception {
        finds(
                "replicaz",
                manifests::eachObjectIsOfAKnownTypeAndRight,
                overlay -> map(adminApi(overlay).at("spec")).put("replicaz", 2));
    }

    @Test
    void aFieldThatAnOperatorDoesNotKnow() throws Exception {
        finds(
                "unknown field instance",
                manifests::eachObjectIsOfAKnownTypeAndRight,
                overlay -> map(overlay.one("Cluster", "p13n-db").at("spec")).put("instance", 3));
    }

    @Test
    void aQuantityThatIsNone() throws Exception {
        finds(
                "uantity",
                manifests::eachObjectIsOfAKnownTypeAndRight,
                overlay -> map(Manifest.at(container(overlay), "resources", "requests"))
                        .put("memory", "512Mb"));
    }

    @Test
    void aVariableThatTheApplicationDoesNotKnow() throws Exception {
        finds(
                "P13N_ADMIN_DEFINITION",
                references::everyVariableIsASettingOfItsApplication,
                overlay -> tell(overlay, "P13N_ADMIN_DEFINITION", "/etc/p13n/definitions"));
    }

    @Test
    void aVariableOfAnotherApplication() throws Exception {
        finds(
                "SPRING_DATASOURCE_URL",
                references::everyVariableIsASettingOfItsApplication,
                overlay -> tell(overlay, "SPRING_DATASOURCE_URL", "jdbc:postgresql://p13n-db-rw:5432/p13n"));
    }

    @Test
    void aProbeOfAPortThatNoContainerHas() throws Exception {
        finds(
                "actuator",
                references::probesAskPortsThatTheContainerHas,
                overlay -> map(Manifest.at(container(overlay), "readinessProbe", "httpGet"))
                        .put("port", "actuator"));
    }

    @Test
    void aServiceWithNothingBehindIt() throws Exception {
        finds(
                "behind Service admin-api",
                references::servicesLeadToPortsThatPodsHave,
                overlay -> map(overlay.one("Service", "admin-api").at("spec", "selector"))
                        .put("app.kubernetes.io/name", "admin"));
    }

    @Test
    void aBudgetOfNothing() throws Exception {
        finds(
                "PodDisruptionBudget ingest-api",
                references::selectorsSelect,
                overlay -> map(overlay.one("PodDisruptionBudget", "ingest-api").at("spec", "selector", "matchLabels"))
                        .put("app.kubernetes.io/name", "ingest"));
    }

    @Test
    void aPortThatIsBoundToLoopbackByWhatIsSaid() throws Exception {
        finds(
                "admin-api",
                references::noPortThatAContainerShowsIsBoundToLoopback,
                overlay -> tell(overlay, "SERVER_ADDRESS", "127.0.0.1"));
    }

    @Test
    void aPortThatIsBoundToLoopbackByWhatIsNotSaid() throws Exception {
        finds(
                "admin-api",
                references::noPortThatAContainerShowsIsBoundToLoopback,
                overlay -> untell(overlay, "MANAGEMENT_SERVER_ADDRESS"));
    }

    @Test
    void aTopicThatHoldsLessThanItMust() throws Exception {
        finds(
                "max.message.bytes",
                references::topicsAreAsAdminApiWouldMakeThem,
                overlay -> map(overlay.one("KafkaTopic", "p13n.events.1.2").at("spec", "config"))
                        .remove("max.message.bytes"));
    }

    /** The check has nothing against the overlay, and with the fault something that says the word. */
    private static void finds(String word, Check check, Consumer<Overlay> fault) throws Exception {
        Overlay overlay = Overlay.render("production");
        assertThatCode(() -> check.look(overlay)).doesNotThrowAnyException();

        fault.accept(overlay);

        assertThatThrownBy(() -> check.look(overlay)).hasStackTraceContaining(word);
    }

    private static Manifest adminApi(Overlay overlay) {
        return overlay.one("Deployment", "admin-api");
    }

    private static Map<String, Object> container(Overlay overlay) {
        return adminApi(overlay).containers().get(0);
    }

    private static void tell(Overlay overlay, String variable, String value) {
        untell(overlay, variable);
        list(container(overlay).get("env")).add(Map.of("name", variable, "value", value));
    }

    private static void untell(Overlay overlay, String variable) {
        list(container(overlay).get("env"))
                .removeIf(each -> variable.equals(map(each).get("name")));
    }

    private interface Check {
        void look(Overlay overlay) throws Exception;
    }
}
