package io.p13n.reactor.consume;

import io.p13n.contract.ServiceId;
import io.p13n.reactor.definition.ServiceListener;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.SmartLifecycle;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.listener.ContainerProperties.AckMode;
import org.springframework.kafka.listener.ContainerProperties.AssignmentCommitOption;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.stereotype.Component;
import org.springframework.util.backoff.ExponentialBackOff;

/**
 * Runs the two consumer groups of each service that this replica holds: the one that decides, and the archive. The events
 * of an account's other tables have the archive alone.
 */
@Component
class ServiceConsumers implements ServiceListener, SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(ServiceConsumers.class);
    private static final Duration STOP = Duration.ofSeconds(20);

    private final Map<ServiceId, List<ConcurrentMessageListenerContainer<byte[], byte[]>>> running =
            new ConcurrentHashMap<>();
    private final DefaultKafkaConsumerFactory<byte[], byte[]> consumers;
    private final KafkaAdmin kafka;
    private final OffsetLedger ledger;
    private final ConsumeProperties properties;
    private final Function<ServiceId, BatchHandler> reaction;
    private final Function<ServiceId, BatchHandler> archive;
    private volatile boolean started;

    ServiceConsumers(
            KafkaProperties connection,
            KafkaAdmin kafka,
            OffsetLedger ledger,
            ConsumeProperties properties,
            @Qualifier("reaction") Function<ServiceId, BatchHandler> reaction,
            @Qualifier("archive") Function<ServiceId, BatchHandler> archive) {
        this.consumers = new DefaultKafkaConsumerFactory<>(
                connection.buildConsumerProperties(), new ByteArrayDeserializer(), new ByteArrayDeserializer());
        this.kafka = kafka;
        this.ledger = ledger;
        this.properties = properties;
        this.reaction = reaction;
        this.archive = archive;
    }

    @Override
    public void serviceDefined(ServiceId service) {
        running.computeIfAbsent(
                service,
                id -> List.of(
                        consume(ConsumerGroup.reactor(id), reaction.apply(id)),
                        consume(ConsumerGroup.archive(id), archive.apply(id))));
    }

    @Override
    public void accountDefined(long account) {
        running.computeIfAbsent(
                ServiceId.none(account), id -> List.of(consume(ConsumerGroup.archive(id), archive.apply(id))));
    }

    private ConcurrentMessageListenerContainer<byte[], byte[]> consume(ConsumerGroup group, BatchHandler handler) {
        var settings = new ContainerProperties(group.topic());
        settings.setGroupId(group.name());
        var listener = new LedgeredConsumer(group, ledger, () -> topicId(group.topic()), handler);
        settings.setMessageListener(listener);
        settings.setConsumerRebalanceListener(listener);
        settings.setAssignmentCommitOption(AssignmentCommitOption.NEVER);
        // PostgreSQL holds the offsets that count. Kafka's own only let lag be watched, so they may trail.
        settings.setAckMode(AckMode.TIME);
        settings.setAckTime(1_000);
        settings.setSyncCommits(false);
        var container = new ConcurrentMessageListenerContainer<>(consumers, settings);
        container.setBeanName(group.name());
        container.setConcurrency(properties.concurrency());
        container.setCommonErrorHandler(retryForEver());
        container.start();
        return container;
    }

    /** What fails here is never the fault of one record (the handler sees to those), so nothing is given up. */
    private static DefaultErrorHandler retryForEver() {
        var pauses = new ExponentialBackOff(100, 2);
        pauses.setMaxInterval(2_000);
        var handler = new DefaultErrorHandler(pauses);
        handler.setClassifications(Map.of(), true);
        return handler;
    }

    private UUID topicId(String topic) {
        Uuid id = Objects.requireNonNull(kafka.describeTopics(topic).get(topic)).topicId();
        return new UUID(id.getMostSignificantBits(), id.getLeastSignificantBits());
    }

    @Override
    public void start() {
        started = true;
    }

    @Override
    public void stop() {
        // All at once: each finishes the batch that it is at.
        var containers = running.values().stream().flatMap(List::stream).toList();
        var stopped = new CountDownLatch(containers.size());
        containers.forEach(container -> container.stop(stopped::countDown));
        try {
            if (!stopped.await(STOP.toSeconds(), TimeUnit.SECONDS)) {
                log.warn("{} of {} consumers did not stop in time", stopped.getCount(), containers.size());
            }
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
        running.clear();
        started = false;
    }

    /** Ends after the definition feed, which would else begin consumers anew. */
    @Override
    public int getPhase() {
        return 0;
    }

    @Override
    public boolean isRunning() {
        return started;
    }
}
