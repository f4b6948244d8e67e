package io.p13n.admin.deadletter;

import io.p13n.contract.DeadLetterRecord;
import io.p13n.contract.ServiceId;
import io.p13n.contract.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
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

    /** Where a letter lies. */
    record Place(int partition, long offset) {

        static Place of(ConsumerRecord<?, ?> letter) {
            return new Place(letter.partition(), letter.offset());
        }
    }

    /**
     * What is kept of each letter of a service, oldest first; nothing if it has no topic. Fails with a
     * {@link KafkaException} after a minute.
     *
     * @param kept of a letter; empty for one that is not wanted
     */
    <T> Mono<List<T>> letters(ServiceId service, Function<DeadLetterRecord, Optional<T>> kept) {
        return Mono.fromCallable(() -> read(Topics.deadLetters(service), kept))
                .subscribeOn(Schedulers.boundedElastic());
    }

    /** The letters that lie in these places, as far as they still do. Fails likewise. */
    Mono<List<DeadLetterRecord>> lettersAt(ServiceId service, Collection<Place> places) {
        return Mono.fromCallable(() -> readAt(Topics.deadLetters(service), Set.copyOf(places)))
                .subscribeOn(Schedulers.boundedElastic());
    }

    private <T> List<T> read(String topic, Function<DeadLetterRecord, Optional<T>> kept) {
        var letters = new LinkedHashMap<String, T>();
        try (var consumer = new KafkaConsumer<byte[], byte[]>(configuration)) {
            List<TopicPartition> partitions = partitions(consumer, topic);
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            readTo(consumer.endOffsets(partitions), consumer, each -> {
                DeadLetterRecord letter = DeadLetterRecord.read(each);
                letters.remove(letter.origin());
                if (each.value() != null) {
                    kept.apply(letter).ifPresent(found -> letters.put(letter.origin(), found));
                }
            });
        }
        return List.copyOf(letters.values());
    }

    private List<DeadLetterRecord> readAt(String topic, Set<Place> places) {
        var letters = new ArrayList<DeadLetterRecord>();
        var offsets = new HashMap<TopicPartition, TreeSet<Long>>();
        places.forEach(
                place -> offsets.computeIfAbsent(new TopicPartition(topic, place.partition()), none -> new TreeSet<>())
                        .add(place.offset()));
        var ends = new HashMap<TopicPartition, Long>();
        try (var consumer = new KafkaConsumer<byte[], byte[]>(configuration)) {
            consumer.assign(offsets.keySet());
            offsets.forEach((partition, ofLetters) -> {
                consumer.seek(partition, ofLetters.first());
                ends.put(partition, ofLetters.last() + 1);
            });
            readTo(ends, consumer, each -> {
                if (places.contains(Place.of(each)) && each.value() != null) {
                    letters.add(DeadLetterRecord.read(each));
                }
            });
        }
        return letters;
    }

    private static List<TopicPartition> partitions(KafkaConsumer<?, ?> consumer, String topic) {
        List<PartitionInfo> found = consumer.partitionsFor(topic);
        return found == null
                ? List.of()
                : found.stream()
                        .map(each -> new TopicPartition(each.topic(), each.partition()))
                        .toList();
    }

    private static void readTo(
            Map<TopicPartition, Long> ends,
            KafkaConsumer<byte[], byte[]> consumer,
            Consumer<ConsumerRecord<byte[], byte[]>> reader) {
        long began = System.nanoTime();
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            if (System.nanoTime() - began > LONGEST_READ.toNanos()) {
                throw new KafkaException(ends.keySet() + " could not be read within " + LONGEST_READ);
            }
            consumer.poll(POLL).forEach(reader);
        }
    }
}
