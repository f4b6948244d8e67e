package io.p13n.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.p13n.embedded.StartFailed;
import io.p13n.standalone.Standalone;
import io.p13n.standalone.StandaloneOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a restart keeps, and what stops one. Each story has a system of its own. */
class RestartStory {

    @TempDir
    private Path data;

    @Test
    void aRestartLosesNothing() {
        try (Standalone first = Standalone.start(StandaloneOptions.on(data))) {
            var customer = new Customer(new Website(new EmbeddedParts(first)), "ada@example.com");
            customer.signsUp("Ada");
            customer.views("shoes");
            customer.views("shoes");
        }

        try (Standalone second = Standalone.start(StandaloneOptions.on(data))) {
            var customer = new Customer(new Website(new EmbeddedParts(second)), "ada@example.com");
            assertThat(customer.views("shoes").body())
                    .contains("Welcome back, Ada!")
                    .contains("\"seen\":3");
        }
    }

    @Test
    void aWrongDefinitionStopsTheStartWithItsPlaceAndTheRemedy() throws Exception {
        Standalone.start(StandaloneOptions.on(data)).close();
        Path service = data.resolve("definitions").resolve("service.yaml");
        Files.writeString(service, Files.readString(service).replace("profile.loyalty ==", "profile.loyality =="));

        StartFailed failed =
                catchThrowableOfType(StartFailed.class, () -> Standalone.start(StandaloneOptions.on(data)));

        assertThat(failed)
                .hasMessageContaining("service.yaml")
                .hasMessageContaining("personalizations[0].offers[0].entry_criteria.profile:1:")
                .hasMessageContaining("loyality")
                .hasMessageContaining("loyalty");
    }
}
