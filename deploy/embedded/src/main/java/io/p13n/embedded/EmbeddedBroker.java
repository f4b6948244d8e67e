package io.p13n.embedded;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.jspecify.annotations.Nullable;

/**
 * A Kafka broker (KRaft, broker and controller in one) in this JVM, on 127.0.0.1. Topics survive a restart on the same
 * directory, and the death of the JVM; not the loss of power.
 */
public final class EmbeddedBroker implements AutoCloseable {

    private static final String NODE = "1";
    private static final String CONTROLLER = "CONTROLLER";

    private final Path directory;
    private final int port;
    private final int controllerPort;
    private @Nullable KafkaRaftServer server;

    private EmbeddedBroker(Path directory, int port, int controllerPort) {
        this.directory = directory;
        this.port = port;
        this.controllerPort = controllerPort;
    }

    /**
     * Starts a broker.
     *
     * @param directory where its data are, or are to be
     * @param port where clients connect; 0 takes a free one
     * @param controllerPort where the controller listens; 0 takes a free one
     * @throws StartFailed if it does not start
     */
    public static EmbeddedBroker start(Path directory, int port, int controllerPort) {
        var broker = new EmbeddedBroker(
                directory.toAbsolutePath().normalize(), LoopbackPort.orFree(port), LoopbackPort.orFree(controllerPort));
        broker.restart();
        return broker;
    }

    /** What clients connect to. */
    public String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    public int port() {
        return port;
    }

    /** Starts it again after {@link #stop}, on the same directory and ports; does nothing while it runs. */
    public synchronized void restart() {
        if (server != null) {
            return;
        }
        try {
            format();
            server = new KafkaRaftServer(new KafkaConfig(configuration(), false), Time.SYSTEM);
            server.startup();
        } catch (Exception failed) { // The broker is Scala: it throws checked exceptions without declaring them.
            stop();
            throw new StartFailed("Kafka did not start on %s: %s.".formatted(directory, failed.getMessage()), failed);
        }
    }

    /** Stops it as an operator would. Its data stay. Does nothing when it is stopped. */
    public synchronized void stop() {
        if (server != null) {
            server.shutdown();
            server.awaitShutdown();
            server = null;
        }
    }

    @Override
    public void close() {
        stop();
    }

    private void format() throws Exception {
        if (Files.exists(directory.resolve("meta.properties"))) {
            return;
        }
        new Formatter()
                .setNodeId(Integer.parseInt(NODE))
                .setClusterId(Uuid.randomUuid().toString())
                .setControllerListenerName(CONTROLLER)
                .setDirectories(List.of(directory.toString()))
                .setMetadataLogDirectory(directory.toString())
                .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                .run();
    }

    private Properties configuration() {
        var properties = new Properties();
        properties.put("process.roles", "broker,controller");
        properties.put("node.id", NODE);
        properties.put("controller.quorum.voters", NODE + "@127.0.0.1:" + controllerPort);
        properties.put("controller.listener.names", CONTROLLER);
        properties.put("listeners", "CLIENTS://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controllerPort);
        properties.put("advertised.listeners", "CLIENTS://127.0.0.1:" + port);
        properties.put("listener.security.protocol.map", "CLIENTS:PLAINTEXT,CONTROLLER:PLAINTEXT");
        properties.put("inter.broker.listener.name", "CLIENTS");
        properties.put("log.dirs", directory.toString());
        properties.put("auto.create.topics.enable", "false");
        properties.put("log.cleaner.dedupe.buffer.size", "8388608"); // not 128 MB of heap for small compacted topics
        oneReplica(properties);
        quickFailover(properties);
        return properties;
    }

    private static void oneReplica(Properties properties) {
        properties.put("offsets.topic.replication.factor", "1");
        properties.put("offsets.topic.num.partitions", "4");
        properties.put("transaction.state.log.replication.factor", "1");
        properties.put("transaction.state.log.min.isr", "1");
        properties.put("transaction.state.log.num.partitions", "4");
        properties.put("share.coordinator.state.topic.replication.factor", "1");
        properties.put("share.coordinator.state.topic.min.isr", "1");
        properties.put("share.coordinator.state.topic.num.partitions", "1");
    }

    /** A killed replica's partitions are handed on after seconds, not after the default of 45. */
    private static void quickFailover(Properties properties) {
        properties.put("group.initial.rebalance.delay.ms", "0");
        // After the death of this JVM the next one's broker has to wait for as long.
        properties.put("broker.session.timeout.ms", "4000");
        properties.put("broker.heartbeat.interval.ms", "1000");
        properties.put("group.consumer.min.session.timeout.ms", "3000");
        properties.put("group.consumer.session.timeout.ms", "6000");
        // A partition that changes hands is nobody's for up to this long; deploy/README.md tells more.
        properties.put("group.consumer.min.heartbeat.interval.ms", "300");
        properties.put("group.consumer.heartbeat.interval.ms", "300");
    }
}
