package io.p13n.reactor;

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
    @ConfigurationPropertiesScan("io.p13n.reactor")
    static class Settings {}

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "p13n.reactor.archive.retention | 1h | p13n.reactor.archive.retention is at least 1d",
                "p13n.reactor.catalogs.max-size | 0B | p13n.reactor.catalogs.max-size is at least 1B",
                "p13n.reactor.uuid-window | 1s | must be longer than or equal to 1 minute",
                "p13n.reactor.consume.concurrency | 0 | must be greater than or equal to 1",
                "p13n.reactor.reply.queue | none | failed to convert",
                "p13n.reactor.reply.connect-timeout | 0s | must be longer than or equal to 1 milli",
                "p13n.reactor.reply.stale | -1s | must be longer than or equal to 0",
                "p13n.reactor.reply.ranges | 10.0.0.* | p13n.reactor.reply.ranges: '10.0.0.*' is not an IP address or a CIDR block"
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
        start("p13n.reactor.none=");
    }

    private static void start(String setting) {
        new SpringApplicationBuilder(Settings.class)
                .web(WebApplicationType.NONE)
                .bannerMode(Banner.Mode.OFF)
                .run("--" + setting)
                .close();
    }
}
