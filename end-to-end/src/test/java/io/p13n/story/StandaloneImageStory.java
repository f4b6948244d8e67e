package io.p13n.story;

import static org.assertj.core.api.Assertions.assertThat;

import io.p13n.container.Control;
import io.p13n.container.Image;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;

/** The whole system in one container. */
@EnabledIfSystemProperty(named = "p13n.parts", matches = "containers")
class StandaloneImageStory {

    /** What the summary tells to do with curl, which the image doesn't have. */
    private static final String ASK = """
            . data/secrets.properties
            body='{"email": "high_user@test.com"}'
            exec 3<>/dev/tcp/127.0.0.1/8080
            printf 'POST /webpages/personalization_results HTTP/1.1\\r\\nHost: localhost\\r\\nConnection: close\\r\\n' >&3
            printf 'Content-Type: application/vnd.treasuredata.v1+json\\r\\nAuthorization: TD1 1/%s\\r\\n' "$write_key" >&3
            printf 'WP13n-Token: 1/2/%s\\r\\nContent-Length: %d\\r\\n\\r\\n%s' "$private_token" ${#body} "$body" >&3
            cat <&3
            """;

    @Test
    void itStartsAnswersAndEndsInOrder() throws Exception {
        try (var standalone = new GenericContainer<>(Image.STANDALONE.built())) {
            standalone
                    .waitingFor(Wait.forLogMessage(".*p13n is running.*", 1))
                    .withStartupTimeout(Duration.ofMinutes(3))
                    .start();

            assertThat(standalone.execInContainer("./health").getExitCode()).isZero();
            assertThat(standalone.execInContainer("bash", "-c", ASK).getStdout())
                    .contains("offer_for_high_loyalty");

            var control = new Control(standalone);
            assertThat(ImageStory.parts(control)).contains("spring-boot", "kafka-server");
            control.stopInOrder();
            assertThat(standalone.getLogs()).contains("p13n has stopped.").doesNotContain("[error][aot]");
        }
    }
}
