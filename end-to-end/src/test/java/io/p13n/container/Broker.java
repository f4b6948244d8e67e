package io.p13n.container;

import static io.p13n.deploy.kubernetes.Yaml.list;
import static io.p13n.deploy.kubernetes.Yaml.map;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.p13n.deploy.kubernetes.Manifest;
import io.p13n.deploy.kubernetes.Overlay;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialAlteration;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.testcontainers.images.builder.Transferable;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * A broker that applications reach as they do in production: by TLS, each as its own user, who may do what the overlay
 * allows. On a listener of its own this machine may do anything.
 */
final class Broker extends KafkaContainer {

    static final String HOST = "p13n-kafka-bootstrap";

    /** Another port than production's, which Testcontainers takes for itself. */
    static final String LISTENER = HOST + ":19093";

    private static final DockerImageName IMAGE = DockerImageName.parse("apache/kafka:4.1.0");
    private static final String PROTOCOLS = "KAFKA_LISTENER_SECURITY_PROTOCOL_MAP";
    private static final String CERTIFICATE = "/etc/p13n/broker.pem";
    private static final int SCRAM_ITERATIONS = 4096;

    /** Where the published image tells of denials; where there is no such file, the console does. */
    private static final String AUTHORIZER_LOG = "/opt/kafka/logs/kafka-authorizer.log";

    /** What one broker alone can't do. */
    private static final Set<String> OF_SEVERAL = Set.of(
            "default.replication.factor",
            "min.insync.replicas",
            "offsets.topic.replication.factor",
            "transaction.state.log.replication.factor",
            "transaction.state.log.min.isr");

    private static final Map<String, String> SETTINGS = Map.of(
            "KAFKA_LOG_DIRS",
            "/var/lib/kafka/data/log",
            "KAFKA_SSL_KEYSTORE_TYPE",
            "PEM",
            "KAFKA_SSL_KEYSTORE_LOCATION",
            CERTIFICATE,
            "KAFKA_SASL_ENABLED_MECHANISMS",
            "SCRAM-SHA-512",
            // listener.name.tc-0.scram-sha-512.sasl.jaas.config
            "KAFKA_LISTENER_NAME_TC___0_SCRAM___SHA___512_SASL_JAAS_CONFIG",
            "org.apache.kafka.common.security.scram.ScramLoginModule required;",
            "KAFKA_AUTHORIZER_CLASS_NAME",
            "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
            "KAFKA_SUPER_USERS",
            "User:ANONYMOUS"); // who comes in plain text

    private final Overlay overlay;
    private final Secrets secrets;

    Broker(Overlay overlay, Secrets secrets) {
        super(IMAGE);
        this.overlay = overlay;
        this.secrets = secrets;
        withListener(LISTENER);
        map(overlay.one("Kafka", "p13n").at("spec", "kafka", "config")).forEach(this::set);
        withEnv(SETTINGS);
        String pem = secrets.broker().getPrivateKeyPEM() + secrets.broker().getCertificatePathPEM();
        withCopyToContainer(Transferable.of(pem.getBytes(UTF_8), 0444), CERTIFICATE);
    }

    private void set(String property, Object value) {
        if (!OF_SEVERAL.contains(property)) {
            withEnv("KAFKA_" + property.replace('.', '_').toUpperCase(Locale.ROOT), value.toString());
        }
    }

    /** Testcontainers knows plain text alone for a listener of its network. */
    @Override
    protected void configure() {
        super.configure();
        getEnvMap().computeIfPresent(PROTOCOLS, (name, map) -> map.replace("TC-0:PLAINTEXT", "TC-0:SASL_SSL"));
    }

    /** As Strimzi's user operator does it. */
    void admitUsers() {
        List<Manifest> users = overlay.kind("KafkaUser").toList();
        var scram = new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, SCRAM_ITERATIONS);
        List<UserScramCredentialAlteration> credentials = users.stream()
                .map(Manifest::name)
                .<UserScramCredentialAlteration>map(
                        user -> new UserScramCredentialUpsertion(user, scram, secrets.passwordOf(user)))
                .toList();
        try (var admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, getBootstrapServers()))) {
            admin.alterUserScramCredentials(credentials).all().get();
            admin.createAcls(users.stream().flatMap(Broker::allowed).toList())
                    .all()
                    .get();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        } catch (ExecutionException refused) {
            throw new IllegalStateException("the broker does not take the overlay's users", refused);
        }
    }

    /** What it has not let its users do. */
    List<String> denials() {
        String log = new Control(this).shell("test ! -f %1$s || cat %1$s".formatted(AUTHORIZER_LOG));
        return Stream.concat(log.lines(), getLogs().lines())
                .filter(line -> line.contains("is Denied operation"))
                .toList();
    }

    private static Stream<AclBinding> allowed(Manifest user) {
        return user.each("spec", "authorization", "acls").flatMap(acl -> {
            var resource = map(acl.get("resource"));
            var pattern = new ResourcePattern(
                    ResourceType.fromString(underscored(resource.get("type"))),
                    (String) resource.get("name"),
                    resource.get("patternType").equals("prefix") ? PatternType.PREFIXED : PatternType.LITERAL);
            return list(acl.get("operations")).stream()
                    .map(operation -> new AclBinding(
                            pattern,
                            new AccessControlEntry(
                                    "User:" + user.name(),
                                    "*",
                                    AclOperation.fromString(underscored(operation)),
                                    AclPermissionType.ALLOW)));
        });
    }

    /** Strimzi's {@code transactionalId} is Kafka's {@code TRANSACTIONAL_ID}. */
    private static String underscored(Object name) {
        return ((String) name).replaceAll("(?<=[a-z])(?=[A-Z])", "_").toUpperCase(Locale.ROOT);
    }
}
