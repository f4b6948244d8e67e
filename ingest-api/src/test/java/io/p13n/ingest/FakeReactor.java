package io.p13n.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.p13n.contract.EventHeaders;
import io.p13n.contract.ReplyFrame;
import io.p13n.contract.ReplyTo;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Stands in for a reactor: sees what ingest has published, and answers it when told to. */
final class FakeReactor {

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final List<ConsumerRecord<byte[], byte[]>> seen = new CopyOnWriteArrayList<>();
    private final Thread thread = new Thread(this::run, "fake-reactor");
    private volatile String answer = "";
    private volatile boolean closed;

    FakeReactor(String bootstrapServers, Collection<TopicPartition> partitions) {
        this.consumer = new KafkaConsumer<>(
                Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        thread.start();
    }

    /** Answers each event with this body from now on; an empty one means not at all. */
    void answerWith(String body) {
        answer = body;
    }

    /** What has been published so far. */
    List<ConsumerRecord<byte[], byte[]>> seen() {
        return new ArrayList<>(seen);
    }

    private void run() {
        while (!closed) {
            for (var event : consumer.poll(Duration.ofMillis(50))) {
                seen.add(event);
                ReplyTo waiting = EventHeaders.read(event.headers()).replyTo();
                if (waiting != null && !answer.isEmpty()) {
                    reply(waiting);
                }
            }
        }
        consumer.close();
    }

    private void reply(ReplyTo waiting) {
        var frame = new ReplyFrame(waiting.correlationId(), answer.getBytes(UTF_8));
        ByteBuffer wire = ByteBuffer.allocate(frame.size());
        frame.writeTo(wire);
        try (var socket = new Socket(waiting.address().host(), waiting.address().port())) {
            socket.getOutputStream().write(wire.array());
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
    }

    void close() {
        closed = true;
        try {
            thread.join(10_000);
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }
}
