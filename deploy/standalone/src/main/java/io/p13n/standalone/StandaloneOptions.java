package io.p13n.standalone;

import java.nio.file.Path;
import java.util.Map;

/**
 * How to start.
 *
 * @param data the directory of everything that stays; made if it is not there
 * @param ports where to listen
 * @param settings further settings of the three applications, such as {@code p13n.ingest.personalization.deadline}; what this module
 *     itself sets wins
 */
public record StandaloneOptions(Path data, Ports ports, Map<String, String> settings) {

    public StandaloneOptions {
        data = data.toAbsolutePath().normalize();
        settings = Map.copyOf(settings);
    }

    /** On ports that are free now, without further settings. */
    public static StandaloneOptions on(Path data) {
        return new StandaloneOptions(data, Ports.free(), Map.of());
    }
}
