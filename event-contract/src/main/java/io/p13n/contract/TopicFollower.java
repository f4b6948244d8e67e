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
 * Reads a compacted topic from its beginning and keeps listening, on a thread of its own.
 *
 * <p>Law: the listener sees the committed records, each partition's in order, on the follower's thread; after a failure
 * of Kafka it sees them all again. Once {@link #caughtUp()} completes it has seen all that was committed when the
 * follower began. An unreachable broker or a topic that does not exist yet is waited for, without end.
 */
final class TopicFollower implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(TopicFollower.class);
    private static final Duration PAUSE = Duration.ofMillis(200);

    private final Map<String, Object> configuration;
    private final String topic;
    private final Consumer<ConsumerRecord<byte[], byte[]>> listener;
    private final CompletableFuture<Void> caughtUp = new CompletableFuture<>();
    private final Thread thread;
    private volatile boolean closed;

    /**
     * Makes a follower that does nothing until {@link #start()}.
     *
     * @param connection how to reach Kafka: bootstrap servers and security; all else is the follower's own
     * @param listener is told of each record, and must not throw
     */
    TopicFollower(Map<String, Object> connection, String topic, Consumer<ConsumerRecord<byte[], byte[]>> listener) {
        this.configuration = new HashMap<>(connection);
        this.topic = topic;
        this.listener = listener;
        this.thread = new Thread(this::run, topic + "-feed");
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
    void start() {
        thread.start();
    }

    /** Completes when all that was committed at the start has been told to the listener. */
    CompletableFuture<Void> caughtUp() {
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
                log.warn("reading {} was interrupted, starting over: {}", topic, failure.toString());
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
            polled.forEach(listener);
        }
    }

    private List<TopicPartition> partitions(KafkaConsumer<byte[], byte[]> consumer) {
        boolean told = false;
        while (!closed) {
            var found = consumer.partitionsFor(topic);
            if (found != null && !found.isEmpty()) {
                return found.stream()
                        .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                        .toList();
            }
            if (!told) {
                log.info("waiting for the topic {}: admin-api makes it at its start", topic);
                told = true;
            }
            pause();
        }
        throw new WakeupException();
    }

    private static boolean reached(KafkaConsumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
    }

    private void pause() {
        try {
            Thread.sleep(PAUSE.toMillis());
        } catch (InterruptedException ended) {
            closed = true;
        }
    }
}
