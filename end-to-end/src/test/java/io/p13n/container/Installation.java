package io.p13n.container;

import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.model.AccessMode;
import com.github.dockerjava.api.model.Capability;
import io.p13n.deploy.kubernetes.Overlay;
import io.p13n.embedded.LoopbackPort;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.containers.startupcheck.OneShotStartupCheckStrategy;
import org.testcontainers.lifecycle.Startables;
import org.testcontainers.utility.DockerImageName;
import org.testcontainers.utility.MountableFile;

/**
 * PostgreSQL, a broker, and whatever is started of our images, on one network; set up as the production overlay has it,
 * with its users, certificates and secrets, but with one of each server.
 */
public final class Installation implements AutoCloseable {

    private static final DockerImageName JAVA = DockerImageName.parse("eclipse-temurin:25-jre");
    private static final int BROKER_PORT = 9092;
    private static final String ROOM = "512m";
    private static final Duration MIGRATION = Duration.ofMinutes(2);

    /** What is otherwise than in production: the cluster, how soon callers hear of a replica that stops, and the machine. */
    private static final Map<String, String> HERE = Map.of(
            "SPRING_KAFKA_BOOTSTRAPSERVERS", Broker.LISTENER,
            "P13N_ADMIN_TOPICS_REPLICATIONFACTOR", "1",
            // All private addresses: the engine chooses its network's.
            "P13N_INGEST_REPLY_RANGES", "",
            "P13N_REACTOR_REPLY_RANGES", "",
            "P13N_INGEST_DRAIN_NOTICE", "1s",
            // Short lives on a shared machine: without the second compiler.
            "JAVA_TOOL_OPTIONS", "-XX:TieredStopAtLevel=1");

    private final Stops stops;
    private final Network network;
    private final Overlay overlay;
    private final Secrets secrets;
    private final Volume databaseVolume;
    private final Volume brokerVolume;
    private final Database database;
    private final Broker broker;
    private final List<Application> applications = new CopyOnWriteArrayList<>();

    private Installation(Overlay overlay, Stops stops) {
        this.stops = stops;
        this.overlay = overlay;
        this.network = stops.keep(Network.newNetwork());
        this.secrets = stops.keep(new Secrets(overlay));
        this.databaseVolume = stops.keep(new Volume(Database.IMAGE, ROOM));
        this.brokerVolume = stops.keep(new Volume(Database.IMAGE, ROOM));
        this.database = stops.keep(new Database(overlay, secrets));
        database.withNetwork(network);
        databaseVolume.mountIn(database, "/var/lib/postgresql/data");
        keepPort(database, Database.POSTGRESQL_PORT);
        this.broker = stops.keep(new Broker(overlay, secrets));
        broker.withNetwork(network);
        brokerVolume.mountIn(broker, "/var/lib/kafka/data");
        keepPort(broker, BROKER_PORT);
        stops.keep(this::stopApplications);
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

    /** Starts PostgreSQL, with our tables in it, and the broker. */
    public static Installation start() {
        Overlay overlay = production();
        var stops = new Stops();
        try {
            var installation = new Installation(overlay, stops);
            installation.startServers();
            return installation;
        } catch (SQLException | RuntimeException | Error failed) {
            stops.close();
            throw new IllegalStateException("PostgreSQL and Kafka did not start as containers", failed);
        }
    }

    private static Overlay production() {
        try {
            return Overlay.render("production");
        } catch (Exception unreadable) {
            throw new IllegalStateException("the production overlay can't be rendered", unreadable);
        }
    }

    private void startServers() throws SQLException {
        databaseVolume.start();
        brokerVolume.start();
        Startables.deepStart(database, broker).join();
        broker.admitUsers();
        database.makeOurs();
        migrate();
    }

    /** Each reactor's pod does so before it begins; here once for all. */
    private void migrate() {
        var container = container(Image.REACTOR_SERVICE)
                .withStartupCheckStrategy(new OneShotStartupCheckStrategy().withTimeout(MIGRATION));
        pod(Image.REACTOR_SERVICE).setUpInit(container);
        try (container) {
            container.start();
        }
    }

    /**
     * Starts an application, as restricted as Kubernetes has it, and returns when its container runs.
     *
     * @param name by which others of the network reach it, of no other container
     * @param settings as arguments, beside what the overlay sets
     * @param readable files of this machine that it may read, in the same place
     */
    public Application start(Image image, String name, List<String> settings, Path... readable) {
        GenericContainer<?> container = container(image)
                .withNetworkAliases(name)
                .withExposedPorts(image.http(), image.management())
                .withCommand(settings.toArray(String[]::new));
        pod(image).setUp(container, name);
        container.withEnv(HERE);
        for (Path each : readable) {
            Mounts.add(container, each.toString(), each.toString(), AccessMode.ro);
        }
        var application = new Application(image, container);
        applications.add(application);
        container.start();
        return application;
    }

    /** Ends an application, and forgets it. */
    public void stop(Application application) {
        applications.remove(application);
        application.container().stop();
    }

    /**
     * Starts the {@code main} of a class, which needs no other, in a container beside the applications.
     *
     * @param name by which they reach it
     */
    public Control startBeside(String name, Class<?> main) {
        String file = main.getName().replace('.', '/') + ".class";
        var container = new GenericContainer<>(JAVA)
                .withNetwork(network)
                .withNetworkAliases(name)
                .withCopyFileToContainer(MountableFile.forClasspathResource(file), "/classes/" + file)
                .withCommand("java", "-cp", "/classes", main.getName())
                .waitingFor(new Running());
        stops.keep(container).start();
        return new Control(container);
    }

    private GenericContainer<?> container(Image image) {
        return new GenericContainer<>(image.built())
                .withNetwork(network)
                .withTmpFs(Map.of("/tmp", ""))
                .withCreateContainerCmdModifier(Installation::restrict)
                .waitingFor(new Running());
    }

    private Pod pod(Image image) {
        return new Pod(overlay.one("Deployment", image.application()), secrets);
    }

    private static void restrict(CreateContainerCmd command) {
        command.getHostConfig()
                .withReadonlyRootfs(true)
                .withCapDrop(Capability.ALL)
                .withSecurityOpts(List.of("no-new-privileges:true"));
    }

    /** Where this machine reaches the broker, in plain text, as a superuser. */
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

    /** Those started until now. */
    public List<Application> applications() {
        return List.copyOf(applications);
    }

    /** The passwords and keys by which the applications, PostgreSQL and the broker know each other. */
    public List<String> secrets() {
        return secrets.confidential();
    }

    /** By which a user of the overlay logs in to the broker, as clients of Kafka take it. */
    public String login(String user) {
        return secrets.login(user);
    }

    /** What the broker has not let the overlay's users do. */
    public List<String> denials() {
        return broker.denials();
    }

    /** A connection of our database's owner. */
    public Connection connect() throws SQLException {
        return database.connect();
    }

    /** The same without TLS. */
    public Connection connectInPlainText() throws SQLException {
        return database.connectInPlainText();
    }

    /** A connection that no limit of the owner's stops. */
    public Connection connectAsSuperuser() throws SQLException {
        return database.connectAsSuperuser();
    }

    /** Takes the database off the network: connections stay open, and nothing goes through them. */
    public void cutOffDatabase() {
        database().leave(network);
    }

    public void reconnectDatabase() {
        database().join(network, Database.HOST);
    }

    /** Ends all of it; nothing is kept. */
    @Override
    public void close() {
        stops.close();
    }

    private void stopApplications() {
        applications.parallelStream().map(Application::container).forEach(GenericContainer::stop);
    }
}
