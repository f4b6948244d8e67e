package io.p13n.admin;

import static java.util.Objects.requireNonNull;

import io.p13n.contract.DefinitionFeed;
import io.p13n.contract.DefinitionKey;
import io.p13n.contract.ErasureFeed;
import io.p13n.contract.PublishedDefinition;
import io.p13n.contract.PublishedErasure;
import io.p13n.contract.ServiceId;
import io.p13n.contract.Topics;
import io.p13n.embedded.EmbeddedBroker;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** What the other applications see. */
final class Topic {

    private final Map<String, Object> connection;

    Topic(EmbeddedBroker broker) {
        this.connection = Map.of("bootstrap.servers", broker.bootstrapServers());
    }

    /** What a reader of the topic gets to know of a definition, first to last. */
    List<PublishedDefinition> tellsOf(DefinitionKey key) throws Exception {
        List<PublishedDefinition> told = new CopyOnWriteArrayList<>();
        try (var feed = new DefinitionFeed(connection, told::add)) {
            feed.start();
            feed.caughtUp().get(30, TimeUnit.SECONDS);
        }
        return told.stream().filter(definition -> definition.key().equals(key)).toList();
    }

    /** The version in every committed record about a definition, in the topic's order. */
    List<Long> recordsOf(DefinitionKey key) {
        List<Long> versions = new ArrayList<>();
        var only = List.of(new TopicPartition(Topics.DEFINITIONS, 0));
        try (var consumer = new KafkaConsumer<byte[], byte[]>(
                with("isolation.level", "read_committed"), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(only);
            consumer.seekToBeginning(only);
            long end = requireNonNull(consumer.endOffsets(only).get(only.get(0)));
            while (consumer.position(only.get(0)) < end) {
                for (ConsumerRecord<byte[], byte[]> consumed : consumer.poll(Duration.ofMillis(200))) {
                    if (new String(consumed.key(), StandardCharsets.UTF_8).equals(key.toString())) {
                        versions.add(ByteBuffer.wrap(
                                        consumed.headers().lastHeader("version").value())
                                .getLong());
                    }
                }
            }
        }
        return versions;
    }

    /** As if another installation, or an earlier life of this one, had published it. */
    void holds(PublishedDefinition definition) throws Exception {
        takes(definition.toRecord());
    }

    /** As if another application had produced it. */
    void takes(ProducerRecord<byte[], byte[]> produced) throws Exception {
        try (var producer =
                new KafkaProducer<byte[], byte[]>(connection, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(produced).get(30, TimeUnit.SECONDS);
        }
    }

    /** All records of any topic. */
    List<ConsumerRecord<byte[], byte[]>> recordsIn(String topic) {
        var records = new ArrayList<ConsumerRecord<byte[], byte[]>>();
        try (var reader = new KafkaConsumer<byte[], byte[]>(
                connection, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = reader.partitionsFor(topic).stream()
                    .map(each -> new TopicPartition(topic, each.partition()))
                    .toList();
            reader.assign(partitions);
            reader.seekToBeginning(partitions);
            var ends = reader.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> reader.position(end.getKey()) < end.getValue())) {
                reader.poll(Duration.ofMillis(100)).forEach(records::add);
            }
        }
        return records;
    }

    /** What every reader of erasures gets to know of a service. */
    List<PublishedErasure> erasuresOf(ServiceId service) throws Exception {
        List<PublishedErasure> told = new CopyOnWriteArrayList<>();
        try (var feed = new ErasureFeed(connection, told::add)) {
            feed.start();
            feed.caughtUp().get(30, TimeUnit.SECONDS);
        }
        return told.stream().filter(each -> each.service().equals(service)).toList();
    }

    /** A publication that has begun, and does not go on. */
    StalledPublication publicationThatStalls(String transactionalId) {
        var producer = new KafkaProducer<byte[], byte[]>(
                with("transactional.id", transactionalId), new ByteArraySerializer(), new ByteArraySerializer());
        producer.initTransactions();
        producer.beginTransaction();
        return new StalledPublication(producer);
    }

    record StalledPublication(KafkaProducer<byte[], byte[]> producer) implements AutoCloseable {

        void sends(PublishedDefinition definition) throws Exception {
            producer.send(definition.toRecord()).get(30, TimeUnit.SECONDS);
        }

        void commits() {
            producer.commitTransaction();
        }

        @Override
        public void close() {
            producer.close(Duration.ofSeconds(5));
        }
    }

    int partitionsOf(String topic) throws ExecutionException, InterruptedException, TimeoutException {
        try (var admin = Admin.create(connection)) {
            var described = admin.describeTopics(List.of(topic)).allTopicNames().get(30, TimeUnit.SECONDS);
            return requireNonNull(described.get(topic)).partitions().size();
        }
    }

    String settingOf(String topic, String setting) throws ExecutionException, InterruptedException, TimeoutException {
        var resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        try (var admin = Admin.create(connection)) {
            var described = admin.describeConfigs(List.of(resource)).all().get(30, TimeUnit.SECONDS);
            return requireNonNull(described.get(resource)).get(setting).value();
        }
    }

    private Map<String, Object> with(String name, String value) {
        return Map.of("bootstrap.servers", connection.get("bootstrap.servers"), name, value);
    }
}
