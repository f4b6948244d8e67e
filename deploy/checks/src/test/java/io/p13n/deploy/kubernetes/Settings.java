package io.p13n.deploy.kubernetes;

import static io.p13n.deploy.kubernetes.Yaml.list;
import static io.p13n.deploy.kubernetes.Yaml.map;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.jspecify.annotations.Nullable;

/** What the applications can be told: the metadata of all settings on their class path, and their own files. */
public final class Settings {

    /** Each has settings of its own; what has none of their prefixes is of several. */
    public static final List<String> APPLICATIONS = List.of("ingest-api", "reactor-service", "admin-api");

    private static final Pattern KAFKA = Pattern.compile("SPRING_KAFKA_PROPERTIES_([A-Z_]+)");
    private static final Pattern BUNDLE = Pattern.compile(
            "SPRING_SSL_BUNDLE_PEM_[A-Z]+_(KEYSTORE_CERTIFICATE|KEYSTORE_PRIVATEKEY|TRUSTSTORE_CERTIFICATE|RELOADONUPDATE)");
    private static final Pattern DATABASE = Pattern.compile("SPRING_(DATASOURCE|R2DBC|FLYWAY)_.+");
    private static final Map<String, Map<String, Object>> METADATA = read();
    private static final Set<String> VARIABLES = variables();

    private Settings() {}

    /** The settings that the modules of this project have themselves, by name, as their metadata tell them. */
    public static Map<String, Map<String, Object>> own() {
        var own = new TreeMap<>(METADATA);
        own.keySet().removeIf(name -> !name.startsWith("p13n."));
        return own;
    }

    /** Whether an application knows the environment variable. */
    public static boolean known(String application, String variable) {
        if (variable.startsWith("P13N_")) {
            return VARIABLES.contains(variable)
                    && APPLICATIONS.stream()
                            .noneMatch(other ->
                                    !other.equals(application) && variable.startsWith(variable(prefix(other))));
        }
        var kafka = KAFKA.matcher(variable);
        if (kafka.matches()) {
            return ConsumerConfig.configNames()
                    .contains(kafka.group(1).toLowerCase(Locale.ROOT).replace('_', '.'));
        }
        var database = DATABASE.matcher(variable);
        if (database.matches()
                && !flat(application).containsKey("spring." + database.group(1).toLowerCase(Locale.ROOT) + ".url")) {
            return false; // the class path is that of all, but its file does not say where it would connect to
        }
        return BUNDLE.matcher(variable).matches() || VARIABLES.contains(variable);
    }

    /** With which an application's own settings begin, for example {@code p13n.ingest.}. */
    public static String prefix(String application) {
        return "p13n." + application.substring(0, application.indexOf('-')) + ".";
    }

    /** The environment variable of a setting: dots become underscores, dashes go. */
    public static String variable(String setting) {
        return setting.replace("-", "").replace('.', '_').toUpperCase(Locale.ROOT);
    }

    /** What a setting is when nobody says otherwise: by the application's file, else by its code. */
    public static @Nullable Object of(String application, String setting) {
        Object inFile = flat(application).get(setting);
        return inFile != null ? inFile : map(METADATA.get(setting)).get("defaultValue");
    }

    /** What a setting is where the environment may say otherwise. */
    public static @Nullable Object of(String application, String setting, Map<String, Object> environment) {
        Object given = environment.get(variable(setting));
        return given != null ? given : of(application, setting);
    }

    /** The settings in the application's own file. */
    public static Map<String, Object> flat(String application) {
        var flat = new TreeMap<String, Object>();
        URL file = Settings.class.getResource("/" + application + ".yaml");
        Yaml.documents(text(file)).forEach(document -> flatten("", document, flat));
        return flat;
    }

    private static void flatten(String prefix, Map<String, Object> fields, Map<String, Object> flat) {
        fields.forEach((name, value) -> {
            if (value instanceof Map<?, ?>) {
                flatten(prefix + name + ".", map(value), flat);
            } else {
                flat.put((prefix + name).replaceAll("[\\[\\]]", ""), value);
            }
        });
    }

    private static Set<String> variables() {
        var variables = new HashSet<String>();
        METADATA.keySet().forEach(name -> variables.add(variable(name)));
        return variables;
    }

    private static Map<String, Map<String, Object>> read() {
        try {
            var settings = new TreeMap<String, Map<String, Object>>();
            for (URL metadata : Collections.list(
                    Settings.class.getClassLoader().getResources("META-INF/spring-configuration-metadata.json"))) {
                for (Object property :
                        list(Yaml.documents(text(metadata)).get(0).get("properties"))) {
                    settings.put((String) map(property).get("name"), map(property));
                }
            }
            return settings;
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static String text(URL place) {
        try (InputStream stream = place.openStream()) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
