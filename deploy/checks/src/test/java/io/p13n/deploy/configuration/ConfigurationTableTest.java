package io.p13n.deploy.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import io.p13n.deploy.kubernetes.Settings;
import io.p13n.deploy.kubernetes.Yaml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** The table of all settings is what the code says. */
class ConfigurationTableTest {

    private static final Path FILE = Path.of("../configuration.md");
    private static final String AGAIN =
            "mvn -pl deploy/checks -am test -Dtest=ConfigurationTableTest -Dsurefire.failIfNoSpecifiedTests=false"
                    + " -Dp13n.configuration.write=true";

    @Test
    void theTableIsWhatTheCodeSays() throws IOException {
        String table = table();
        if (Boolean.getBoolean("p13n.configuration.write")) {
            Files.writeString(FILE, table);
        }

        assertThat(Files.readString(FILE))
                .as("deploy/configuration.md is old; write it anew by: %s", AGAIN)
                .isEqualTo(table);
    }

    private static String table() {
        var text = new StringBuilder("""
                # Settings

                Made from the code: do not edit. Each can be given as an environment variable (unless the last part of its name has
                capitals, which variables don't keep), as an argument (`--p13n.ingest.body.timeout=5s`), or in a file that
                `SPRING_CONFIG_IMPORT` names. A time is written `500ms`, `10s`,
                `5m`, `24h`, `7d`; a size `512B`, `16KB`, `1MB`; a list with commas between. A wrong value stops the start with a
                sentence.

                Written anew by `%s`.
                """.formatted(AGAIN));
        for (String application : Settings.APPLICATIONS) {
            text.append("\n## ").append(application).append("\n\n");
            text.append(rows(name -> name.startsWith(Settings.prefix(application))));
            text.append("\nSettings of Spring's own that its file gives a value:\n\n");
            text.append("| setting | value | environment variable |\n|---|---|---|\n");
            Settings.flat(application).forEach((name, value) -> {
                if (!name.startsWith("p13n.") && value != null) {
                    text.append("| `%s` | `%s` | %s |\n".formatted(name, value, variable(name)));
                }
            });
        }
        text.append("\n## Of several applications\n\n");
        text.append(
                rows(name -> Settings.APPLICATIONS.stream().noneMatch(each -> name.startsWith(Settings.prefix(each)))));
        return text.toString();
    }

    private static String rows(Predicate<String> chosen) {
        var text = new StringBuilder(
                "| setting | what it is | unit | default | environment variable |\n|---|---|---|---|---|\n");
        Settings.own().forEach((name, property) -> {
            if (chosen.test(name)) {
                text.append(row(name, property));
            }
        });
        return text.toString();
    }

    private static String row(String name, Map<String, Object> property) {
        Object value = property.get("defaultValue");
        return "| `%s` | %s | %s | %s | %s |\n"
                .formatted(
                        name,
                        String.valueOf(property.get("description"))
                                .replaceAll("\\{@code ([^}]*)}", "`$1`")
                                .replace("|", "\\|"),
                        unit((String) Yaml.there(property.get("type"))),
                        value == null ? "none" : "`" + value + "`",
                        variable(name));
    }

    private static String variable(String name) {
        boolean hasCapitals = name.chars().anyMatch(Character::isUpperCase);
        return hasCapitals ? "none" : "`" + Settings.variable(name) + "`";
    }

    private static String unit(String type) {
        String simple = type.replaceAll("<.*", "");
        return switch (simple.substring(simple.lastIndexOf('.') + 1)) {
            case "Duration" -> "time";
            case "DataSize" -> "size";
            case "List", "Set" -> "list";
            case "Integer", "Short", "Long", "Double" -> "number";
            case "Boolean" -> "true, false";
            case "Path" -> "path";
            case "String" -> "text";
            default -> throw new AssertionError("no word for the type " + type);
        };
    }
}
