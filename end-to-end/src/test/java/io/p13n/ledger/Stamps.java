package io.p13n.ledger;

import io.p13n.contract.EventHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** What ingest wrote on the events of the log, by attempt. */
final class Stamps {

    private static final Pattern ATTEMPT = Pattern.compile("\"attempt\":\"([^\"]+)\"");
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    /**
     * One of them.
     *
     * @param version of the definition that ingest held
     * @param partition of the event
     */
    record Stamp(long version, int partition) {}

    private Stamps() {}

    /** Reads the log from its beginning to where it ends now. */
    static Map<String, Stamp> read(Site site) {
        Map<String, Object> settings =
                Map.of("bootstrap.servers", site.bootstrapServers(), "isolation.level", "read_committed");
        try (var log = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            var partitions = log.partitionsFor(Scene.TOPIC).stream()
                    .map(each -> new TopicPartition(Scene.TOPIC, each.partition()))
                    .toList();
            log.assign(partitions);
            log.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = log.endOffsets(partitions);
            var stamps = new HashMap<String, Stamp>();
            Waiting.until("the log is read", () -> {
                log.poll(PATIENCE).forEach(event -> note(event, stamps));
                return ends.entrySet().stream().allMatch(end -> log.position(end.getKey()) >= end.getValue());
            });
            return stamps;
        }
    }

    private static void note(ConsumerRecord<byte[], byte[]> event, Map<String, Stamp> stamps) {
        Matcher attempt = ATTEMPT.matcher(new String(event.value(), StandardCharsets.UTF_8));
        if (attempt.find()) {
            long version = EventHeaders.read(event.headers()).definitionVersion();
            stamps.put(attempt.group(1), new Stamp(version, event.partition()));
        }
    }
}
