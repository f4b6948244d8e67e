package io.p13n.standalone;

import io.p13n.embedded.StartFailed;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The options as given: by {@code --name=value}, else by system property, else by environment variable. */
final class CommandLine {

    static final String PREFIX = "p13n.standalone.";

    private static final String DATA = "data";

    private final Map<String, String> arguments;
    private final Properties properties;
    private final Map<String, String> environment;

    private CommandLine(Map<String, String> arguments, Properties properties, Map<String, String> environment) {
        this.arguments = arguments;
        this.properties = properties;
        this.environment = environment;
    }

    static StandaloneOptions parse(List<String> arguments, Properties properties, Map<String, String> environment) {
        var given = new LinkedHashMap<String, String>();
        arguments.forEach(argument -> put(argument, given));
        return new CommandLine(given, properties, environment).options();
    }

    private static void put(String argument, Map<String, String> given) {
        if (!argument.startsWith("--")) {
            throw new StartFailed("\"%s\" is not understood: options are written --name=value.".formatted(argument));
        }
        int equals = argument.indexOf('=');
        String name = equals < 0 ? argument.substring(2) : argument.substring(2, equals);
        String value = equals < 0 ? "true" : argument.substring(equals + 1);
        if (name.startsWith(PREFIX) && !names().contains(name.substring(PREFIX.length()))) {
            throw new StartFailed("There is no option %s: there are %s."
                    .formatted(name, names().stream().map(PREFIX::concat).collect(Collectors.joining(", "))));
        }
        given.put(name, value);
    }

    private static List<String> names() {
        return Stream.concat(Stream.of(DATA), Arrays.stream(Port.values()).map(Port::property))
                .toList();
    }

    private StandaloneOptions options() {
        var settings = new LinkedHashMap<>(arguments);
        settings.keySet().removeIf(name -> name.startsWith(PREFIX));
        return new StandaloneOptions(data(), Ports.chosen(this::port), settings);
    }

    private Path data() {
        String text = value(DATA).orElse("data");
        try {
            return Path.of(text);
        } catch (InvalidPathException wrong) {
            throw new StartFailed("%s%s is \"%s\": set it to a directory.".formatted(PREFIX, DATA, text), wrong);
        }
    }

    private int port(Port port) {
        return value(port.property()).map(text -> Ports.parse(port, text)).orElseGet(port::usual);
    }

    /** Empty counts as not given: the build passes empty properties on. */
    private Optional<String> value(String name) {
        String variable = (PREFIX + name).replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT);
        return Stream.of(
                        Optional.ofNullable(arguments.get(PREFIX + name)),
                        Optional.ofNullable(properties.getProperty(PREFIX + name)),
                        Optional.ofNullable(environment.get(variable)))
                .flatMap(Optional::stream)
                .filter(text -> !text.isBlank())
                .findFirst();
    }
}
