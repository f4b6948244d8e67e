package io.p13n.reactor;

import static io.p13n.reactor.Parts.count;
import static io.p13n.reactor.Parts.execute;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.p13n.contract.DeadLetterRecord;
import io.p13n.contract.EventHeaders.CallerKind;
import io.p13n.contract.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Records that can't be processed: what becomes of them and of their neighbours, and how they come back. */
class DeadLetterTest extends ReactorSurroundings {

    private static final Duration SOON = Duration.ofSeconds(30);

    @AfterEach
    void mend() {
        execute("alter table identity drop constraint if exists poison");
    }

    @Test
    void oneEventThatTheDatabaseRefusesStopsNoOther() throws Exception {
        poison();
        List<UUID> sent = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            sent.add(i == 41 ? view("customer_id", "poison", 0) : view("customer_id", "c" + i % 3, 0));
        }
        sent.remove(41);

        assertThat(replies(sent)).last().asString().contains("\"seen\":19");
        assertThat(seen("c0") + seen("c1") + seen("c2")).isEqualTo(59);
        assertThat(offset(0)).isEqualTo(60);
        DeadLetterRecord letter = onlyLetter();
        assertThat(letter.reason()).isEqualTo("the database refuses it, SQLSTATE 23514");
        assertThat(letter.origin()).endsWith("/0/41");
        assertThat(reactions("applied") + reactions("duplicate") + reactions("erased") + reactions("dead_lettered"))
                .isEqualTo(60);
    }

    @Test
    void halvingLosesNothingOfTheOtherPartitionsThatABatchMayHold() throws Exception {
        poison();
        reactor.close();
        List<UUID> sent = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            sent.add(
                    i == 31 ? view("customer_id", "poison", i % PARTITIONS) : view("customer_id", "p", i % PARTITIONS));
        }
        sent.remove(31);
        reactor = startReactor();

        replies(sent);

        assertThat(seen("p")).isEqualTo(59);
        assertThat(List.of(offset(0), offset(1), offset(2))).containsOnly(20L);
        DeadLetterRecord letter = onlyLetter();
        assertThat(letter.origin()).endsWith("/1/10");
        assertThat(reactions("applied")).isEqualTo(59);
        assertThat(reactions("dead_lettered")).isEqualTo(1);
    }

    @Test
    void whatIsMendedIsDrivenAgainAndCountsOnceHoweverOften() throws Exception {
        poison();
        var headers =
                headers(Instant.now(), "shop.web_events", 1, CallerKind.PRIVATE, UUID.randomUUID(), UUID.randomUUID());
        send(service, 1, headers, "{\"event_name\":\"page_view\",\"customer_id\":\"poison\"}");
        DeadLetterRecord letter = onlyLetter();
        log.send(letter.again(service)).get();
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(reactions("dead_lettered")).isEqualTo(2));
        assertThat(openLetters()).isEqualTo(1);

        mend();
        log.send(letter.again(service)).get();
        await().atMost(SOON).untilAsserted(() -> assertThat(seen("poison")).isEqualTo(1));
        log.send(letter.again(service)).get();
        log.send(letter.again(service)).get();

        await().atMost(SOON)
                .untilAsserted(() -> assertThat(reactions("duplicate")).isEqualTo(2));
        assertThat(seen("poison")).isEqualTo(1);
        assertThat(openLetters()).isZero();
        await().atMost(SOON).untilAsserted(() -> assertThat(letters()).isEmpty());
        assertThat(reactions("applied")).isEqualTo(1);
    }

    @Test
    void aLetterCountsThatWasDrivenAgainBeforeTheDatabaseCameBackFromABackup() throws Exception {
        poison();
        view("customer_id", "poison", 2);
        DeadLetterRecord letter = onlyLetter();
        mend();
        log.send(letter.again(service)).get();
        await().atMost(SOON).untilAsserted(() -> assertThat(seen("poison")).isEqualTo(1));

        reactor.close();
        // The backup is from before all of it. The cause is mended now, so the first reading applies it.
        for (String table : List.of("profile", "identity", "dead_letter", "event")) {
            execute("delete from " + table + " where instance = " + service.instance());
        }
        execute("delete from partition_offset where topic = '" + Topics.events(service) + "'");
        reactor = startReactor();

        await().atMost(SOON)
                .untilAsserted(() -> assertThat(reactions("applied") + reactions("duplicate"))
                        .isEqualTo(2));
        assertThat(seen("poison")).isEqualTo(1);
    }

    @Test
    void aLetterKeepsThingsThatAreNoEventToTheByte() throws Exception {
        log.send(new ProducerRecord<>(Topics.events(service), 0, null, "garbage".getBytes(UTF_8)))
                .get();

        assertThat(reply(view("customer_id", "15", 0))).contains("\"seen\":1");
        assertThat(onlyLetter().letter().value()).asString(UTF_8).isEqualTo("garbage");
    }

    /** From now on PostgreSQL refuses this customer. */
    private void poison() {
        execute("alter table identity add constraint poison check (value <> 'poison') not valid");
    }

    private double reactions(String kind) {
        return reactor.getBean(MeterRegistry.class)
                .get("p13n.reactor.reactions")
                .tag("reaction", kind)
                .counter()
                .count();
    }

    private long openLetters() {
        return count("select count(*) from dead_letter where instance = " + service.instance());
    }

    private DeadLetterRecord onlyLetter() {
        return await().atMost(SOON)
                .until(this::letters, letters -> letters.size() == 1)
                .get(0);
    }

    private List<DeadLetterRecord> letters() {
        Map<String, Object> connection = Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, Parts.bootstrapServers());
        var letters = new LinkedHashMap<String, DeadLetterRecord>();
        try (var reader = new KafkaConsumer<>(connection, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            var partition = new TopicPartition(Topics.deadLetters(service), 0);
            reader.assign(List.of(partition));
            reader.seekToBeginning(List.of(partition));
            long end = reader.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
            while (reader.position(partition) < end) {
                reader.poll(Duration.ofMillis(100)).forEach(each -> {
                    DeadLetterRecord letter = DeadLetterRecord.read(each);
                    letters.remove(letter.origin());
                    if (each.value() != null) {
                        letters.put(letter.origin(), letter);
                    }
                });
            }
        }
        return List.copyOf(letters.values());
    }
}
