package io.p13n.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedBrokerTest {

    private static final String TOPIC = "kept";

    @TempDir
    private Path directory;

    @Test
    void aRestartKeepsTopicsAndRecordsAndGroupsOfTheNewProtocolRead() throws Exception {
        try (var broker = EmbeddedBroker.start(directory, 0, 0)) {
            String before = broker.bootstrapServers();
            make(before, TOPIC);
            send(before, "first");

            broker.stop();
            broker.restart();

            assertThat(broker.bootstrapServers()).isEqualTo(before);
            send(before, "second");
            assertThat(read(before, 2)).containsExactly("first", "second");
        }
    }

    private static void make(String servers, String topic) throws Exception {
        try (var admin = Admin.create(Map.<String, Object>of("bootstrap.servers", servers))) {
            admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get();
        }
    }

    private static void send(String servers, String value) throws Exception {
        Map<String, Object> settings = Map.of("bootstrap.servers", servers, "acks", "all");
        try (var producer = new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>(TOPIC, value)).get();
        }
    }

    private static List<String> read(String servers, int records) {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers", servers,
                "group.id", "readers",
                "group.protocol", "consumer",
                "auto.offset.reset", "earliest");
        var values = new ArrayList<String>();
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            consumer.subscribe(List.of(TOPIC));
            Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> {
                consumer.poll(Duration.ofMillis(200)).forEach(read -> values.add(read.value()));
                return values.size() >= records;
            });
        }
        return values;
    }
}
