package io.p13n.container;

import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.model.AccessMode;
import com.github.dockerjava.api.model.Capability;
import io.p13n.embedded.LoopbackPort;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.lifecycle.Startables;
import org.testcontainers.postgresql.PostgreSQLContainer;
import org.testcontainers.utility.DockerImageName;

/** PostgreSQL, a broker, and whatever is started of our images, on one network. */
public final class Installation implements AutoCloseable {

    private static final DockerImageName POSTGRESQL = DockerImageName.parse("postgres:17");
    private static final DockerImageName KAFKA = DockerImageName.parse("apache/kafka:4.1.0");
    private static final String DATABASE_HOST = "postgresql";
    private static final String BROKER_LISTENER = "kafka:19092";
    private static final int BROKER_PORT = 9092;
    private static final String ROOM = "512m";
    private static final String SUPERUSER = "postgres";
    private static final String OWNER = "p13n";
    private static final String PASSWORD = "containers";
    private static final long APPLICATION_MEMORY = 512L << 20;

    private static final Map<String, String> BROKER = Map.of(
            "KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false",
            "KAFKA_LOG_DIRS", "/var/lib/kafka/data/log",
            "KAFKA_GROUP_CONSUMER_MIN_HEARTBEAT_INTERVAL_MS", "300",
            "KAFKA_GROUP_CONSUMER_HEARTBEAT_INTERVAL_MS", "300",
            "KAFKA_GROUP_CONSUMER_MIN_SESSION_TIMEOUT_MS", "3000",
            "KAFKA_GROUP_CONSUMER_SESSION_TIMEOUT_MS", "6000");

    private final Network network = Network.newNetwork();
    private final Volume databaseVolume = new Volume(POSTGRESQL, ROOM);
    private final Volume brokerVolume = new Volume(POSTGRESQL, ROOM);
    private final PostgreSQLContainer database;
    private final KafkaContainer broker;
    private final List<Application> applications = new CopyOnWriteArrayList<>();

    private Installation() {
        this.database = new PostgreSQLContainer(POSTGRESQL)
                .withNetwork(network)
                .withNetworkAliases(DATABASE_HOST)
                .withUsername(SUPERUSER)
                .withPassword(PASSWORD)
                // In place of Testcontainers' fsync=off, which a killed database need not survive.
                .withCommand("postgres", "-c", "max_wal_size=128MB");
        databaseVolume.mountIn(database, "/var/lib/postgresql/data");
        keepPort(database, PostgreSQLContainer.POSTGRESQL_PORT);
        this.broker = new KafkaContainer(KAFKA)
                .withNetwork(network)
                .withListener(BROKER_LISTENER)
                .withEnv(BROKER);
        brokerVolume.mountIn(broker, "/var/lib/kafka/data");
        keepPort(broker, BROKER_PORT);
    }

    /** Publishes a port under a number that stays when the container is started again. */
    private static void keepPort(GenericContainer<?> container, int port) {
        container.setPortBindings(List.of(LoopbackPort.free() + ":" + port));
    }

    /** Whether the flag {@code p13n.parts} is {@code containers}; without it, it is {@code embedded}. */
    public static boolean isWanted() {
        String flag = System.getProperty("p13n.parts", "");
        return switch (flag) {
            case "", "embedded" -> false;
            case "containers" -> true;
            default -> throw new IllegalArgumentException("-Dp13n.parts is embedded or containers, not " + flag);
        };
    }

    /** Starts PostgreSQL, with an empty database for us, and the broker. */
    public static Installation start() {
        var installation = new Installation();
        try {
            installation.startServers();
        } catch (SQLException | RuntimeException failed) {
            installation.close();
            throw new IllegalStateException("PostgreSQL and Kafka did not start as containers", failed);
        }
        return installation;
    }

    private void startServers() throws SQLException {
        databaseVolume.start();
        brokerVolume.start();
        Startables.deepStart(database, broker).join();
        try (var connection = connect(SUPERUSER, SUPERUSER);
                var statement = connection.createStatement()) {
            statement.execute("create role %s login password '%s'".formatted(OWNER, PASSWORD));
            statement.execute("create database %s owner %s".formatted(OWNER, OWNER));
        }
    }

    /**
     * Starts an application, as restricted as Kubernetes has it, and returns when its container runs.
     *
     * @param name by which others of the network reach it, of no other container
     * @param settings as arguments, beside what it needs to find PostgreSQL, Kafka and the others
     * @param readable files of this machine that it may read, in the same place
     */
    public Application start(Image image, String name, List<String> settings, Path... readable) {
        GenericContainer<?> container = new GenericContainer<>(image.built())
                .withNetwork(network)
                .withNetworkAliases(name)
                .withExposedPorts(image.http(), image.management())
                .withTmpFs(Map.of("/tmp", ""))
                .withCreateContainerCmdModifier(Installation::restrict)
                // Short lives on a shared machine: without the second compiler.
                .withEnv("JAVA_TOOL_OPTIONS", "-XX:TieredStopAtLevel=1")
                .withEnv(surroundings(name))
                .withCommand(settings.toArray(String[]::new))
                .waitingFor(new Running());
        if (image.management() != image.http()) {
            container.withEnv("MANAGEMENT_SERVER_ADDRESS", "0.0.0.0");
        }
        for (Path each : readable) {
            Mounts.add(container, each.toString(), each.toString(), AccessMode.ro);
        }
        var application = new Application(image, container);
        applications.add(application);
        container.start();
        return application;
    }

    private static void restrict(CreateContainerCmd command) {
        command.getHostConfig()
                .withReadonlyRootfs(true)
                .withCapDrop(Capability.ALL)
                .withSecurityOpts(List.of("no-new-privileges:true"))
                .withMemory(APPLICATION_MEMORY);
    }

    private static Map<String, String> surroundings(String name) {
        return Map.of(
                "SERVER_ADDRESS",
                "0.0.0.0",
                "SPRING_KAFKA_BOOTSTRAPSERVERS",
                BROKER_LISTENER,
                "SPRING_DATASOURCE_URL",
                "jdbc:postgresql://%s/%s".formatted(DATABASE_HOST, OWNER),
                "SPRING_DATASOURCE_USERNAME",
                OWNER,
                "SPRING_DATASOURCE_PASSWORD",
                PASSWORD,
                "SPRING_R2DBC_URL",
                "r2dbc:postgresql://%s/%s".formatted(DATABASE_HOST, OWNER),
                "SPRING_R2DBC_USERNAME",
                OWNER,
                "SPRING_R2DBC_PASSWORD",
                PASSWORD,
                "P13N_INGEST_REPLY_BINDADDRESS",
                "0.0.0.0",
                "P13N_INGEST_REPLY_ADVERTISEDHOST",
                name);
    }

    /** Where this machine reaches the broker. */
    public String bootstrapServers() {
        return broker.getBootstrapServers();
    }

    public Control broker() {
        return new Control(broker);
    }

    public Volume brokerVolume() {
        return brokerVolume;
    }

    public Control database() {
        return new Control(database);
    }

    public Volume databaseVolume() {
        return databaseVolume;
    }

    /** A connection of our database's owner. */
    public Connection connect() throws SQLException {
        return connect(OWNER, OWNER);
    }

    /** A connection that no limit of the owner's stops. */
    public Connection connectAsSuperuser() throws SQLException {
        return connect(SUPERUSER, OWNER);
    }

    private Connection connect(String user, String name) throws SQLException {
        String url = "jdbc:postgresql://%s:%d/%s"
                .formatted(database.getHost(), database.getMappedPort(PostgreSQLContainer.POSTGRESQL_PORT), name);
        return DriverManager.getConnection(url, user, PASSWORD);
    }

    /** Takes the database off the network: connections stay open, and nothing goes through them. */
    public void cutOffDatabase() {
        database().leave(network);
    }

    public void reconnectDatabase() {
        database().join(network, DATABASE_HOST);
    }

    /** Ends all of it; nothing is kept. */
    @Override
    public void close() {
        applications.parallelStream().map(Application::container).forEach(GenericContainer::stop);
        broker.stop();
        database.stop();
        brokerVolume.close();
        databaseVolume.close();
        network.close();
    }
}
