package io.p13n.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** A wrong setting stops the start with a sentence that names it and what would be right. */
@ExtendWith(OutputCaptureExtension.class)
class WrongSettingsTest {

    /** Its settings alone: nothing that would connect anywhere. */
    @ConfigurationPropertiesScan("io.p13n.ingest")
    static class Settings {}

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "p13n.ingest.drain.notice | 1h | must be shorter than or equal to 10 minutes",
                "p13n.ingest.body.timeout | 0s | must be longer than or equal to 1 milli",
                "p13n.ingest.body.timeout | soon | failed to convert",
                "p13n.ingest.personalization.deadline | 6m | must be shorter than or equal to 5 minutes",
                "p13n.ingest.personalization.max-body | 2MB | must be less than or equal to 1048576",
                "p13n.ingest.publish.memory | 1B | must be greater than or equal to 4194304",
                "p13n.ingest.in-flight.requests | 0 | must be greater than or equal to 1",
                "p13n.ingest.records.max-events | -1 | must be greater than or equal to 1",
                "p13n.ingest.reply.port | 70000 | must be less than or equal to 65535",
                "p13n.ingest.reply.ranges | everywhere | p13n.ingest.reply.ranges: 'everywhere' is not an IP address or a CIDR block",
                "p13n.ingest.proxies | 10.0.0.0/99 | p13n.ingest.proxies: '10.0.0.0/99' is not an IP address or a CIDR block"
            })
    void stopTheStart(String property, String value, String said, CapturedOutput output) {
        assertThatThrownBy(() -> start(property + "=" + value)).isNotNull();

        assertThat(output.getOut().substring(output.getOut().indexOf("APPLICATION FAILED TO START")))
                .contains(property.substring(0, property.lastIndexOf('.')))
                .contains(said)
                .doesNotContain("\tat ");
    }

    @Test
    void theDefaultsAreRight() {
        start("p13n.ingest.none=");
    }

    private static void start(String setting) {
        new SpringApplicationBuilder(Settings.class)
                .web(WebApplicationType.NONE)
                .bannerMode(Banner.Mode.OFF)
                .run("--" + setting)
                .close();
    }
}
