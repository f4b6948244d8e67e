package io.p13n.contract;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the topic {@link Topics#DEFINITIONS} from its beginning and keeps listening, on a thread of its own.
 *
 * <p>Law: the listener sees, for each key, strictly rising versions, and only committed ones; it is called on the
 * feed's thread, one definition at a time. Once {@link #caughtUp()} completes it has seen all that was committed when
 * the feed began. An unreachable broker or a topic that does not exist yet is waited for, without end; a record that is
 * no definition is logged and passed over.
 */
public final class DefinitionFeed implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(DefinitionFeed.class);
    private static final Duration PAUSE = Duration.ofMillis(200);

    private final Map<String, Object> configuration;
    private final Consumer<PublishedDefinition> listener;
    private final Map<DefinitionKey, Long> versions = new HashMap<>();
    private final CompletableFuture<Void> caughtUp = new CompletableFuture<>();
    private final Thread thread = new Thread(this::run, "p13n-definition-feed");
    private volatile boolean closed;

    /**
     * Makes a feed that does nothing until {@link #start()}.
     *
     * @param connection how to reach Kafka: bootstrap servers and security; all else is the feed's own
     * @param listener is told of each newer version; what it throws is logged, and the feed goes on
     */
    public DefinitionFeed(Map<String, Object> connection, Consumer<PublishedDefinition> listener) {
        this.configuration = new HashMap<>(connection);
        this.listener = listener;
        configuration.remove(ConsumerConfig.GROUP_ID_CONFIG);
        configuration.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        configuration.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        configuration.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        configuration.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        configuration.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        configuration.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        thread.setDaemon(true);
    }

    /** Begins to read. */
    public void start() {
        thread.start();
    }

    /** Completes when all that was committed at the start has been told to the listener. */
    public CompletableFuture<Void> caughtUp() {
        return caughtUp.copy();
    }

    /** Ends the reading; returns when the thread has ended, or after five seconds. */
    @Override
    public void close() {
        closed = true;
        try {
            thread.join(Duration.ofSeconds(5).toMillis());
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (!closed) {
            try (var consumer = new KafkaConsumer<byte[], byte[]>(configuration)) {
                follow(consumer);
            } catch (WakeupException ended) {
                return;
            } catch (KafkaException failure) {
                log.warn("definition feed interrupted, starting over: {}", failure.toString());
                pause();
            }
        }
    }

    private void follow(KafkaConsumer<byte[], byte[]> consumer) {
        List<TopicPartition> partitions = partitions(consumer);
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        while (!closed) {
            if (!caughtUp.isDone() && reached(consumer, ends)) {
                caughtUp.complete(null);
            }
            ConsumerRecords<byte[], byte[]> polled = consumer.poll(PAUSE);
            polled.forEach(this::tell);
        }
    }

    private List<TopicPartition> partitions(KafkaConsumer<byte[], byte[]> consumer) {
        boolean told = false;
        while (!closed) {
            var found = consumer.partitionsFor(Topics.DEFINITIONS);
            if (found != null && !found.isEmpty()) {
                return found.stream()
                        .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                        .toList();
            }
            if (!told) {
                log.info("waiting for the topic {}: admin-api makes it at its start", Topics.DEFINITIONS);
                told = true;
            }
            pause();
        }
        throw new WakeupException();
    }

    private static boolean reached(KafkaConsumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
    }

    private void tell(ConsumerRecord<byte[], byte[]> consumed) {
        if (consumed.value() == null) {
            return;
        }
        PublishedDefinition definition;
        try {
            definition = PublishedDefinition.read(consumed);
        } catch (MalformedHeaders | IllegalArgumentException foreign) {
            log.error("{} at offset {} is no definition: {}", consumed.topic(), consumed.offset(), foreign.toString());
            return;
        }
        if (definition.version() > versions.getOrDefault(definition.key(), 0L)) {
            tell(definition);
            versions.put(definition.key(), definition.version());
        }
    }

    private void tell(PublishedDefinition definition) {
        try {
            listener.accept(definition);
        } catch (RuntimeException bug) {
            // One definition that the listener can't take must not keep all later ones from it.
            log.error("{} version {} was not taken in", definition.key(), definition.version(), bug);
        }
    }

    private void pause() {
        try {
            Thread.sleep(PAUSE.toMillis());
        } catch (InterruptedException ended) {
            closed = true;
        }
    }
}
