package io.p13n.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.p13n.embedded.StartFailed;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class CommandLineTest {

    private final Properties properties = new Properties();

    @Test
    void nothingGivenIsTheUsual() {
        StandaloneOptions options = CommandLine.parse(List.of(), properties, Map.of());

        assertThat(options.data()).isEqualTo(Path.of("data").toAbsolutePath());
        assertThat(options.ports().of(Port.HTTP)).isEqualTo(8080);
        assertThat(options.ports().of(Port.POSTGRESQL)).isEqualTo(15_432);
    }

    @Test
    void anArgumentWinsOverAPropertyAndAPropertyOverTheEnvironment() {
        properties.setProperty("p13n.standalone.http-port", "2");
        properties.setProperty("p13n.standalone.admin-port", "3");
        properties.setProperty("p13n.standalone.reply-port", "");

        Ports ports = CommandLine.parse(
                        List.of("--p13n.standalone.http-port=1"),
                        properties,
                        Map.of(
                                "P13N_STANDALONE_HTTP_PORT", "4",
                                "P13N_STANDALONE_ADMIN_PORT", "5",
                                "P13N_STANDALONE_REPLY_PORT", "6"))
                .ports();

        assertThat(ports.of(Port.HTTP)).isEqualTo(1);
        assertThat(ports.of(Port.ADMIN)).isEqualTo(3);
        assertThat(ports.of(Port.REPLY)).as("an empty property counts as none").isEqualTo(6);
    }

    @Test
    void whatIsNotForTheStandaloneIsForTheApplications() {
        StandaloneOptions options = CommandLine.parse(List.of("--p13n.reactor.x=y", "--debug"), properties, Map.of());

        assertThat(options.settings()).isEqualTo(Map.of("p13n.reactor.x", "y", "debug", "true"));
    }

    @Test
    void whatIsWrongIsToldInASentence() {
        assertThatThrownBy(() -> parse("--p13n.standalone.http-port=high"))
                .isInstanceOf(StartFailed.class)
                .hasMessage("p13n.standalone.http-port is \"high\": set it to a port, 1 to 65535.");
        assertThatThrownBy(() -> parse("--p13n.standalone.htp-port=1"))
                .isInstanceOf(StartFailed.class)
                .hasMessageStartingWith(
                        "There is no option p13n.standalone.htp-port: there are p13n.standalone.data, ");
        assertThatThrownBy(() -> parse("--p13n.standalone.http-port=19092"))
                .isInstanceOf(StartFailed.class)
                .hasMessage("Port 19092 is meant for HTTP and for Kafka: set p13n.standalone.kafka-port to another.");
        assertThatThrownBy(() -> parse("start"))
                .isInstanceOf(StartFailed.class)
                .hasMessage("\"start\" is not understood: options are written --name=value.");
    }

    private void parse(String argument) {
        CommandLine.parse(List.of(argument), properties, Map.of());
    }
}
