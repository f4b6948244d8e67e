package io.p13n.admin.publication;

import static org.apache.kafka.common.config.TopicConfig.CLEANUP_POLICY_COMPACT;
import static org.apache.kafka.common.config.TopicConfig.CLEANUP_POLICY_CONFIG;
import static org.apache.kafka.common.config.TopicConfig.CLEANUP_POLICY_DELETE;
import static org.apache.kafka.common.config.TopicConfig.MAX_MESSAGE_BYTES_CONFIG;
import static org.apache.kafka.common.config.TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG;
import static org.apache.kafka.common.config.TopicConfig.RETENTION_MS_CONFIG;

import io.p13n.contract.ServiceId;
import io.p13n.contract.Topics;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.CreateTopicsOptions;
import org.apache.kafka.clients.admin.CreateTopicsResult;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.TopicExistsException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * The topics that the applications need.
 *
 * <p>One that exists is left alone, whatever its partitions: with another number a customer's next events would go to
 * another partition than the last ones.
 */
@Component
public final class RequiredTopics {

    private static final Logger log = LoggerFactory.getLogger(RequiredTopics.class);
    private static final int TIMEOUT_MILLIS = 5_000;

    /** An event may have 1 MB; what is around it (key, headers, why it is a dead letter) must not make it too large. */
    private static final String MOST_BYTES_OF_AN_EVENT = "2097152";

    private final Map<String, Object> connection;
    private final TopicProperties properties;

    public RequiredTopics(KafkaAdmin admin, TopicProperties properties) {
        this.connection = admin.getConfigurationProperties();
        this.properties = properties;
    }

    /** Makes the topics by which definitions and erasures travel. Fails with a {@link KafkaException}. */
    public Mono<Void> makeForAll() {
        return make(forAll());
    }

    /** Makes the topics of each service, or of an account's other tables. Fails with a {@link KafkaException}. */
    public Mono<Void> makeForEvents(Collection<ServiceId> services) {
        return make(forEvents(services));
    }

    /** What {@link #makeForAll} makes. */
    public List<NewTopic> forAll() {
        return List.of(
                compacted(
                        Topics.DEFINITIONS,
                        Map.of(MAX_MESSAGE_BYTES_CONFIG, String.valueOf(DefinitionPublisher.MOST_BYTES))),
                compacted(
                        Topics.ERASURES,
                        Map.of(
                                CLEANUP_POLICY_CONFIG,
                                CLEANUP_POLICY_COMPACT + "," + CLEANUP_POLICY_DELETE,
                                RETENTION_MS_CONFIG,
                                String.valueOf(properties.erasureRetention().toMillis()))));
    }

    /** What {@link #makeForEvents} makes. */
    public List<NewTopic> forEvents(Collection<ServiceId> services) {
        return services.stream()
                .flatMap(service -> Stream.of(events(service), letters(service)))
                .toList();
    }

    private NewTopic events(ServiceId service) {
        return new NewTopic(Topics.events(service), properties.eventPartitions(), properties.replicationFactor())
                .configs(Map.of(
                        MAX_MESSAGE_BYTES_CONFIG,
                        MOST_BYTES_OF_AN_EVENT,
                        MIN_IN_SYNC_REPLICAS_CONFIG,
                        String.valueOf(properties.minInSyncReplicas())));
    }

    private NewTopic letters(ServiceId service) {
        return compacted(Topics.deadLetters(service), Map.of(MAX_MESSAGE_BYTES_CONFIG, MOST_BYTES_OF_AN_EVENT));
    }

    private NewTopic compacted(String name, Map<String, String> more) {
        var configs = new HashMap<>(more);
        configs.putIfAbsent(CLEANUP_POLICY_CONFIG, CLEANUP_POLICY_COMPACT);
        configs.put(MIN_IN_SYNC_REPLICAS_CONFIG, String.valueOf(properties.minInSyncReplicas()));
        return new NewTopic(name, 1, properties.replicationFactor()).configs(configs);
    }

    private Mono<Void> make(List<NewTopic> topics) {
        return Mono.<Void>fromRunnable(() -> makeMissing(topics)).subscribeOn(Schedulers.boundedElastic());
    }

    private void makeMissing(List<NewTopic> topics) {
        try (var admin = Admin.create(connection)) {
            var options = new CreateTopicsOptions().timeoutMs(TIMEOUT_MILLIS);
            CreateTopicsResult made = admin.createTopics(topics, options);
            made.values().forEach(RequiredTopics::await);
        }
    }

    private static void await(String topic, KafkaFuture<Void> made) {
        try {
            made.get();
            log.info("made the topic {}", topic);
        } catch (ExecutionException failed) {
            if (!(failed.getCause() instanceof TopicExistsException)) {
                throw new KafkaException("could not make the topic " + topic, failed.getCause());
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            throw new KafkaException("interrupted while making the topic " + topic, ended);
        }
    }
}
