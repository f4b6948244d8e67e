package io.p13n.reactor.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.p13n.contract.EventHeaders;
import io.p13n.contract.EventHeaders.CallerKind;
import io.p13n.contract.RecordId;
import io.p13n.contract.ServiceId;
import io.p13n.offer.decision.Decision;
import io.p13n.offer.profile.BatchData;
import io.p13n.offer.profile.Profile;
import io.p13n.reactor.reaction.Decided;
import io.p13n.reactor.reaction.KeptDecision;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DecisionKeeperTest {

    private static final ServiceId SERVICE = new ServiceId(1, 1);
    private static final int MANY = 2_000;

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final DecisionTable table = mock(DecisionTable.class);

    @Test
    void whatIsOverTheRateIsCountedAndNobodyWaits() throws Exception {
        writes();
        DecisionKeeper keeper = keeper(1, 10);

        keeper.keep(SERVICE, 1, decisions());
        keeper.stop();

        assertThat(counted("over_rate")).isPositive();
        assertThat(counted("kept")).isGreaterThanOrEqualTo(10);
        assertThat(counted("over_rate") + counted("kept")).isEqualTo(MANY);
    }

    @Test
    void aShareIsASampleByTheIdsOfEvents() throws Exception {
        writes();
        DecisionKeeper keeper = keeper(0.25, MANY);

        keeper.keep(SERVICE, 1, decisions());
        keeper.stop();

        assertThat(counted("kept")).isBetween(MANY * 0.15, MANY * 0.35);
        assertThat(counted("kept") + counted("sampled_out")).isEqualTo(MANY);
    }

    @Test
    void whatCanNotBeWrittenIsCounted() throws Exception {
        when(table.first()).thenReturn(LocalDate.EPOCH);
        when(table.keep(any(), any())).thenThrow(new IllegalStateException("no database"));
        DecisionKeeper keeper = keeper(1, MANY);

        keeper.keep(SERVICE, 1, decisions());
        keeper.stop();

        assertThat(counted("failed")).isEqualTo(MANY);
    }

    @Test
    void whatIsOlderThanTheRetentionIsNotWritten() throws Exception {
        when(table.first()).thenReturn(LocalDate.MAX);
        DecisionKeeper keeper = keeper(1, MANY);

        keeper.keep(SERVICE, 1, decisions());
        keeper.stop();

        assertThat(counted("expired")).isEqualTo(MANY);
    }

    private void writes() {
        when(table.first()).thenReturn(LocalDate.EPOCH);
        when(table.keep(any(), any()))
                .thenAnswer(call ->
                        new DecisionTable.Outcome(call.<List<?>>getArgument(1).size(), 0));
    }

    private DecisionKeeper keeper(double share, int rate) {
        return new DecisionKeeper(
                table, new DecisionMetrics(registry), new DecisionProperties(share, rate, Duration.ofDays(7)));
    }

    private static List<KeptDecision> decisions() {
        return Stream.generate(DecisionKeeperTest::decision).limit(MANY).toList();
    }

    private static KeptDecision decision() {
        Profile visitor = Profile.fresh(RecordId.next());
        var headers = new EventHeaders(
                visitor.id(),
                Instant.now(),
                null,
                "shop.web_events",
                "backend",
                "site",
                CallerKind.PRIVATE,
                1,
                "test",
                null,
                null);
        return new KeptDecision(
                headers,
                new Decided(
                        visitor,
                        List.of(),
                        BatchData.NONE,
                        false,
                        new Decision(visitor, List.of(), List.of(), List.of())));
    }

    private double counted(String outcome) {
        return registry.get("p13n.reactor.decisions")
                .tag("outcome", outcome)
                .counter()
                .count();
    }
}
