package io.p13n.admin.deadletter;

import io.p13n.contract.DeadLetterRecord;
import io.p13n.contract.ServiceId;
import io.p13n.contract.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** What the topics of dead letters hold. */
@Component
class LetterTopics {

    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration LONGEST_READ = Duration.ofMinutes(1);

    private final Map<String, Object> configuration;

    LetterTopics(ConsumerFactory<?, ?> consumers) {
        this.configuration = new HashMap<>(consumers.getConfigurationProperties());
        configuration.remove(ConsumerConfig.GROUP_ID_CONFIG);
        configuration.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        configuration.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        configuration.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        configuration.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        configuration.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    }

    /** All letters of a service, oldest first; none if it has no topic. Fails with a {@link KafkaException} after a minute. */
    Mono<List<DeadLetterRecord>> letters(ServiceId service) {
        return Mono.fromCallable(() -> read(Topics.deadLetters(service))).subscribeOn(Schedulers.boundedElastic());
    }

    private List<DeadLetterRecord> read(String topic) {
        var letters = new LinkedHashMap<String, DeadLetterRecord>();
        try (var consumer = new KafkaConsumer<byte[], byte[]>(configuration)) {
            List<PartitionInfo> found = consumer.partitionsFor(topic);
            if (found == null || found.isEmpty()) {
                return List.of();
            }
            List<TopicPartition> partitions =
                    found.stream().map(LetterTopics::partition).toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            long began = System.nanoTime();
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                if (System.nanoTime() - began > LONGEST_READ.toNanos()) {
                    throw new KafkaException(topic + " could not be read within " + LONGEST_READ);
                }
                consumer.poll(POLL).forEach(each -> keep(each, letters));
            }
        }
        return List.copyOf(letters.values());
    }

    private static TopicPartition partition(PartitionInfo found) {
        return new TopicPartition(found.topic(), found.partition());
    }

    private static void keep(ConsumerRecord<byte[], byte[]> each, Map<String, DeadLetterRecord> letters) {
        DeadLetterRecord letter = DeadLetterRecord.read(each);
        letters.remove(letter.origin());
        if (each.value() != null) {
            letters.put(letter.origin(), letter);
        }
    }
}
