package io.p13n.reactor.consume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.entry;
import static org.awaitility.Awaitility.await;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doReturn;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.p13n.contract.ServiceId;
import io.p13n.reactor.consume.OffsetLedger.Position;
import io.p13n.reactor.definition.DefinitionBehind;
import io.p13n.reactor.definition.Definitions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.LogTruncationException;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.NoOffsetForPartitionException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** One consumer of two partitions, step by step, where a real broker or database can't be made to fail to order. */
@ExtendWith(OutputCaptureExtension.class)
class PartitionConsumerTest {

    private static final UUID TOPIC = UUID.randomUUID();

    private final ConsumerGroup group = ConsumerGroup.reactor(new ServiceId(1, 2));
    private final TopicPartition first = new TopicPartition(group.topic(), 0);
    private final TopicPartition second = new TopicPartition(group.topic(), 1);
    private final MockConsumer<byte[], byte[]> kafka = new MockConsumer<>("none");
    private final OffsetLedger ledger = mock(OffsetLedger.class);
    private final List<Long> handled = new ArrayList<>();
    private final List<RuntimeException> failures = new ArrayList<>();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final AtomicLong later = new AtomicLong();
    private final PartitionWatch watch = new PartitionWatch(registry, () -> System.nanoTime() + later.get());
    private final PartitionConsumer consumer =
            new PartitionConsumer(group, ledger, () -> TOPIC, this::handle, watch, kafka);

    @BeforeEach
    void assign() {
        watch.begin(group);
        stands(0);
        kafka.updateBeginningOffsets(Map.of(first, 0L, second, 0L));
        kafka.updateEndOffsets(Map.of(first, 10L, second, 10L));
        consumer.join();
        kafka.schedulePollTask(() -> kafka.rebalance(List.of(first, second)));
        consumer.step();
    }

    @Test
    void itBeginsWherePostgresStands() {
        stands(3);
        displaceBoth();

        consumer.step();

        assertThat(kafka.position(first)).isEqualTo(3);
    }

    @Test
    void anUnknownOutcomeIsAskedOfPostgres() {
        failures.add(new IllegalStateException("the connection broke before the answer came"));
        kafka.schedulePollTask(() -> kafka.addRecord(at(first, 0)));
        consumer.step();
        assertThat(kafka.paused()).containsExactly(first);
        stands(1);
        kafka.schedulePollTask(() -> kafka.addRecord(at(first, 1)));

        await().atMost(Duration.ofSeconds(30)).until(() -> {
            consumer.step();
            return handled.contains(1L);
        });

        assertThat(handled).containsExactly(0L, 1L);
        assertThat(waiting()).isZero();
    }

    @Test
    void aCommitThatACrashTookBackIsDoneAgainThoughNothingMoreComes() {
        kafka.schedulePollTask(() -> kafka.addRecord(at(first, 0)));
        consumer.step();
        assertThat(handled).containsExactly(0L);

        stepUntil(() -> kafka.position(first) == 0); // where PostgreSQL, as mocked, has stood all the time
    }

    @Test
    void aDatabaseThatCanNotTellWhereItStandsIsAskedLikeOneThatFailed() {
        when(ledger.positions(any(), any())).thenThrow(new IllegalStateException("gone"));
        kafka.schedulePollTask(() -> kafka.addRecord(at(first, 0)));

        stepUntil(() -> kafka.position(first) == 0 && kafka.paused().isEmpty());
    }

    @Test
    void aDatabaseThatIsGoneIsAskedOnceForAllPartitions() {
        var asked = new AtomicInteger();
        when(ledger.opened(any(), any(), any())).thenAnswer(call -> {
            asked.incrementAndGet();
            throw new IllegalStateException("gone");
        });
        long begin = System.nanoTime();
        displaceBoth();

        await().atMost(Duration.ofSeconds(30)).until(() -> {
            consumer.step();
            return asked.get() == 4;
        });

        // After pauses of 100, 200 and 400 ms, each shorter by a fifth at most.
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofMillis(560));
        assertThat(kafka.paused()).containsExactlyInAnyOrder(first, second);
    }

    @Test
    void aLogThatWasCutAndHasGrownAgainStopsThePartitionAlone() {
        kafka.setPollException(new LogTruncationException(
                "cut", Map.of(first, 5L), Map.of(first, new OffsetAndMetadata(3, Optional.of(1), ""))));

        consumer.step();

        assertThat(kafka.paused()).containsExactly(first);
        assertThat(registry.get("p13n.reactor.partitions.stopped").gauge().value())
                .isEqualTo(1);
    }

    @Test
    void aPositionThatKafkaDoesNotKnowIsNoFailure() {
        kafka.setPollException(new NoOffsetForPartitionException(first));
        consumer.step();

        stands(2);
        consumer.step();

        assertThat(kafka.position(first)).isEqualTo(2);
        assertThat(kafka.paused()).isEmpty();
    }

    @Test
    void aPartitionThatIsTakenAwayIsForgotten() {
        failures.add(new IllegalStateException("no database"));
        kafka.schedulePollTask(() -> kafka.addRecord(at(first, 0)));
        consumer.step();

        kafka.schedulePollTask(() -> kafka.rebalance(List.of(second)));
        consumer.onPartitionsRevoked(List.of(first));
        consumer.step();

        assertThat(waiting()).isZero();
    }

    @Test
    void aPartitionThatWaitsForADefinitionForLongIsToldOf(CapturedOutput output) {
        var behind =
                catchThrowableOfType(DefinitionBehind.class, () -> new Definitions().atLeast(new ServiceId(1, 2), 7));
        failures.addAll(List.of(behind, behind));
        kafka.schedulePollTask(() -> kafka.addRecord(at(first, 0)));
        consumer.step();
        assertThat(output).doesNotContain("waits since");
        kafka.schedulePollTask(() -> kafka.addRecord(at(first, 0)));
        later.set(PartitionWatch.LONG.toNanos());

        stepUntil(() -> handled.size() == 2);

        assertThat(waiting()).isGreaterThan((double) PartitionWatch.LONG.toSeconds());
        assertThat(watch.health().getDetails())
                .containsExactly(entry("p13n.reactor.1.2: partition 0 of p13n.events.1.2", behind.toString()));
        assertThat(output).containsOnlyOnce("partition 0 of p13n.events.1.2 waits since PT1M");

        kafka.schedulePollTask(() -> kafka.addRecord(at(first, 0)));
        stepUntil(() -> handled.size() == 3);
        assertThat(waiting()).isZero();
    }

    private void stepUntil(BooleanSupplier holds) {
        await().atMost(Duration.ofSeconds(30)).until(() -> {
            consumer.step();
            return holds.getAsBoolean();
        });
    }

    private void handle(OffsetMove move, List<ConsumerRecord<byte[], byte[]>> batch) {
        batch.forEach(each -> handled.add(each.offset()));
        if (!failures.isEmpty()) {
            throw failures.remove(0);
        }
    }

    private void displaceBoth() {
        consumer.onPartitionsAssigned(List.of(first, second));
    }

    private void stands(long offset) {
        var positions = Map.of(0, new Position(0, TOPIC, offset, null), 1, new Position(1, TOPIC, offset, null));
        doReturn(positions).when(ledger).opened(any(), any(), any());
        doReturn(positions).when(ledger).positions(any(), any());
    }

    private double waiting() {
        return registry.get("p13n.reactor.partitions.waiting").gauge().value();
    }

    private static ConsumerRecord<byte[], byte[]> at(TopicPartition partition, long offset) {
        return new ConsumerRecord<>(partition.topic(), partition.partition(), offset, new byte[0], new byte[0]);
    }
}
