package io.p13n.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.p13n.container.Application;
import io.p13n.container.Control;
import io.p13n.container.Image;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.jar.JarInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What our images tell of themselves, and how their containers bear what production asks of them. */
@EnabledIfSystemProperty(named = "p13n.parts", matches = "containers")
@ExtendWith(PersonalizationSystem.class)
class ImageStory {

    private static final String LABEL = "org.opencontainers.image.";
    private static final String SBOM = "META-INF/sbom/application.cdx.json";
    private static final JsonMapper JSON = new JsonMapper();

    @ParameterizedTest
    @EnumSource
    void itIsLabelledAndRunsAsNobodyInParticular(Image image) {
        var configuration = image.configuration();

        assertThat(configuration.getLabels())
                .containsEntry(LABEL + "title", "p13n " + image.application())
                .containsEntry(LABEL + "licenses", "Apache-2.0")
                .containsKeys(LABEL + "version", LABEL + "revision", LABEL + "created", LABEL + "source");
        assertThat(configuration.getUser()).isEqualTo("10001:10001");
        assertThat(configuration.getHealthcheck().getTest()).containsExactly("CMD", "./health");
    }

    @Test
    void theEngineSeesThatItIsHealthy(ContainerParts parts) {
        for (Application application : parts.installation().applications()) {
            await(application.management() + " is healthy")
                    .atMost(Duration.ofMinutes(1))
                    .until(application.control()::health, "healthy"::equals);
        }
    }

    @Test
    void itListsWhatItIsMadeOf(ContainerParts parts) throws IOException {
        for (Application application : parts.installation().applications()) {
            assertThat(parts(application.control())).contains("spring-boot", "kafka-clients");
        }
    }

    /** The names in the list of parts that a container's application has, which is CycloneDX. */
    static List<String> parts(Control container) throws IOException {
        byte[] jar = container.file("/opt/p13n/application.jar");
        try (var entries = new JarInputStream(new ByteArrayInputStream(jar))) {
            for (var entry = entries.getNextJarEntry(); entry != null; entry = entries.getNextJarEntry()) {
                if (entry.getName().equals(SBOM)) {
                    JsonNode sbom = JSON.readTree(entries.readAllBytes());
                    assertThat(sbom.path("bomFormat").asString()).isEqualTo("CycloneDX");
                    return sbom.path("components").findValuesAsString("name");
                }
            }
        }
        throw new AssertionError("no " + SBOM);
    }

    @Test
    void eachLineOfItsLogIsAnObjectThatTellsNoSecret(Customer customer, ContainerParts parts) {
        assertThat(customer.views("p1").accepted()).isTrue();

        for (Application application : parts.installation().applications()) {
            String log = application.control().log();
            assertThat(parts.secrets()).hasSizeGreaterThan(10).noneMatch(log::contains);
            List<JsonNode> lines = log.lines()
                    .filter(line -> !line.contains("Picked up J")) // the JVM's own word on its options
                    .map(JSON::readTree)
                    .toList();
            assertThat(lines).isNotEmpty().allSatisfy(line -> {
                assertThat(line.path("@timestamp").asString()).isNotEmpty();
                assertThat(line.path("log").path("level").asString()).isNotEmpty();
                assertThat(line.path("log").path("logger").asString()).isNotEmpty();
                assertThat(line.path("message").asString()).isNotEmpty();
                assertThat(line.path("service").path("name").asString()).isNotEmpty();
            });
        }
    }
}
