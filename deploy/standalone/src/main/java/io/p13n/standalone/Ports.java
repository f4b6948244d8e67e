package io.p13n.standalone;

import io.p13n.embedded.LoopbackPort;
import io.p13n.embedded.StartFailed;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.function.ToIntFunction;

/** A number for each port; no two are the same. */
public final class Ports {

    private static final int MOST = 65_535;

    private final Map<Port, Integer> numbers = new EnumMap<>(Port.class);

    private Ports(ToIntFunction<Port> choice) {
        var taken = new HashMap<Integer, Port>();
        for (Port port : Port.values()) {
            int number = choice.applyAsInt(port);
            Port other = taken.put(number, port);
            if (other != null) {
                throw new StartFailed("Port %d is meant for %s and for %s: set %s%s to another."
                        .formatted(number, other.words(), port.words(), CommandLine.PREFIX, port.property()));
            }
            numbers.put(port, number);
        }
    }

    /** The usual numbers, such as 8080 for HTTP. */
    public static Ports usual() {
        return new Ports(Port::usual);
    }

    /** Numbers that were free a moment ago. */
    public static Ports free() {
        return new Ports(port -> LoopbackPort.free());
    }

    static Ports chosen(ToIntFunction<Port> choice) {
        return new Ports(choice);
    }

    public int of(Port port) {
        return numbers.getOrDefault(port, port.usual());
    }

    static int parse(Port port, String text) {
        try {
            int number = Integer.parseInt(text.strip());
            if (number >= 1 && number <= MOST) {
                return number;
            }
        } catch (NumberFormatException words) {
            // said below
        }
        throw new StartFailed("%s%s is \"%s\": set it to a port, 1 to %d."
                .formatted(CommandLine.PREFIX, port.property(), text, MOST));
    }

    /** Throws a {@link StartFailed} if something listens already where one of ours shall. */
    void requireFree() {
        numbers.forEach((port, number) -> {
            if (!LoopbackPort.isFree(number)) {
                throw new StartFailed("Port %d, for %s, is taken: stop what listens there, or set %s%s to another."
                        .formatted(number, port.words(), CommandLine.PREFIX, port.property()));
            }
        });
    }
}
