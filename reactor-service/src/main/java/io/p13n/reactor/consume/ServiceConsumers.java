package io.p13n.reactor.consume;

import io.micrometer.core.instrument.MeterRegistry;
import io.p13n.contract.ServiceId;
import io.p13n.reactor.definition.ServiceListener;
import io.p13n.reactor.erasure.Erasures;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.SmartLifecycle;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.core.MicrometerConsumerListener;
import org.springframework.stereotype.Component;

/**
 * Runs the two consumer groups of each service that this replica holds: the one that decides, and the archive. The events
 * of an account's other tables have the archive alone.
 */
@Component
class ServiceConsumers implements ServiceListener, SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(ServiceConsumers.class);
    private static final Duration STOP = Duration.ofSeconds(20);
    private static final Duration LIMIT = Duration.ofSeconds(10);

    /** Bytes for which the archive waits no longer: some hundreds of events. */
    private static final int ENOUGH_FOR_THE_ARCHIVE = 256 * 1024;

    private final Map<ServiceId, List<GroupMember>> running = new ConcurrentHashMap<>();
    private final DefaultKafkaConsumerFactory<byte[], byte[]> consumers;
    private final Admin kafka;
    private final OffsetLedger ledger;
    private final PartitionWatch watch;
    private final ConsumeProperties properties;
    private final Erasures erasures;
    private final Function<ServiceId, BatchHandler> reaction;
    private final Function<ServiceId, BatchHandler> archive;
    private volatile boolean started;

    ServiceConsumers(
            KafkaProperties connection,
            OffsetLedger ledger,
            PartitionWatch watch,
            ConsumeProperties properties,
            Erasures erasures,
            MeterRegistry registry,
            @Qualifier("reaction") Function<ServiceId, BatchHandler> reaction,
            @Qualifier("archive") Function<ServiceId, BatchHandler> archive) {
        this.consumers = new DefaultKafkaConsumerFactory<>(
                connection.buildConsumerProperties(), new ByteArrayDeserializer(), new ByteArrayDeserializer());
        consumers.addListener(new MicrometerConsumerListener<>(registry)); // the lag, among others
        this.kafka = Admin.create(connection.buildAdminProperties());
        this.ledger = ledger;
        this.watch = watch;
        this.properties = properties;
        this.erasures = erasures;
        this.reaction = reaction;
        this.archive = archive;
    }

    @Override
    public void serviceDefined(ServiceId service) {
        running.compute(service, (id, members) -> members == null || isEnding(members) ? begin(id) : members);
    }

    @Override
    public void accountDefined(long account) {
        ServiceId none = ServiceId.none(account);
        running.computeIfAbsent(none, id -> begin(archivists(id)));
    }

    /** What is left of its events becomes dead letters; when nothing more comes, its groups end. */
    @Override
    public void serviceDeleted(ServiceId service) {
        running.computeIfAbsent(service, this::begin)
                .forEach(member -> member.leaveWhenIdleFor(properties.deletedServiceIdle()));
    }

    private static boolean isEnding(List<GroupMember> members) {
        boolean ending = members.stream().anyMatch(GroupMember::isLeavingWhenIdle);
        if (ending) {
            members.forEach(GroupMember::leave);
        }
        return ending;
    }

    private List<GroupMember> begin(ServiceId service) {
        return begin(Stream.concat(
                members(ConsumerGroup.reactor(service), reaction.apply(service), new Properties()),
                archivists(service)));
    }

    private static List<GroupMember> begin(Stream<GroupMember> members) {
        List<GroupMember> begun = members.toList();
        begun.forEach(GroupMember::start);
        return begun;
    }

    private Stream<GroupMember> archivists(ServiceId service) {
        var gathering = new Properties();
        gathering.setProperty(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, String.valueOf(ENOUGH_FOR_THE_ARCHIVE));
        gathering.setProperty(
                ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG,
                String.valueOf(properties.archiveWait().toMillis()));
        return members(ConsumerGroup.archive(service), archive.apply(service), gathering);
    }

    private Stream<GroupMember> members(ConsumerGroup group, BatchHandler work, Properties fetching) {
        watch.begin(group);
        var handler = new ErasuresFirst(erasures, work);
        return Stream.generate(() -> new GroupMember(
                        group,
                        ledger,
                        () -> consumers.createConsumer(group.name(), null, null, fetching),
                        consumer -> new PartitionConsumer(
                                group, ledger, () -> topicId(group.topic()), handler, watch, consumer)))
                .limit(properties.concurrency());
    }

    private UUID topicId(String topic) {
        try {
            Uuid id = Objects.requireNonNull(kafka.describeTopics(List.of(topic))
                            .topicNameValues()
                            .get(topic))
                    .get(LIMIT.toSeconds(), TimeUnit.SECONDS)
                    .topicId();
            return new UUID(id.getMostSignificantBits(), id.getLeastSignificantBits());
        } catch (ExecutionException | TimeoutException unreachable) {
            throw new KafkaException("can't ask for the id of topic " + topic, unreachable);
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
            throw new KafkaException("interrupted", hurried);
        }
    }

    @Override
    public void start() {
        started = true;
    }

    @Override
    public void stop() {
        // All at once: each finishes the batch that it is at.
        List<GroupMember> members =
                running.values().stream().flatMap(List::stream).toList();
        members.forEach(GroupMember::leave);
        try {
            long end = System.nanoTime() + STOP.toNanos();
            for (GroupMember member : members) {
                if (!member.awaitLeft(Duration.ofNanos(Math.max(1_000_000, end - System.nanoTime())))) {
                    log.warn("a consumer did not leave its group in time");
                }
            }
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
        running.clear();
        kafka.close(Duration.ZERO);
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
