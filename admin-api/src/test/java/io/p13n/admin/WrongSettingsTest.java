package io.p13n.admin;

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
    @ConfigurationPropertiesScan("io.p13n.admin")
    static class Settings {}

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "p13n.admin.patience | 0s | p13n.admin.patience is 1s to 1h",
                "p13n.admin.imports.at-once | 0 | p13n.admin.imports.at-once is 1 to 64, not 0",
                "p13n.admin.topics.event-partitions | 0 | p13n.admin.topics.event-partitions is 1 to 1000, not 0",
                "p13n.admin.topics.replication-factor | 9 | p13n.admin.topics.replication-factor is 1 to 7, not 9"
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
        start("p13n.admin.none=");
    }

    private static void start(String setting) {
        new SpringApplicationBuilder(Settings.class)
                .web(WebApplicationType.NONE)
                .bannerMode(Banner.Mode.OFF)
                .run("--" + setting)
                .close();
    }
}
