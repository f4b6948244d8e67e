package io.p13n.embedded;

import java.nio.file.Path;

/** A JVM with nothing but a broker, which a signal ends. */
final class BrokerMain {

    private BrokerMain() {}

    /** Takes the directory, the port of clients, and the controller's. */
    public static void main(String... arguments) {
        var broker = EmbeddedBroker.start(
                Path.of(arguments[0]), Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]));
        Runtime.getRuntime().addShutdownHook(new Thread(broker::close, "stop"));
        System.out.println("the broker is at " + broker.bootstrapServers());
    }
}
