package io.p13n.reactor.reaction;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.p13n.contract.EventHeaders;
import io.p13n.contract.EventHeaders.CallerKind;
import io.p13n.contract.ReplyAddress;
import io.p13n.contract.ReplyTo;
import io.p13n.offer.decision.Decision;
import io.p13n.offer.decision.DroppedValue;
import io.p13n.offer.decision.DroppedValue.Reason;
import io.p13n.offer.decision.Holdout;
import io.p13n.offer.decision.Offer;
import io.p13n.offer.profile.BatchData;
import io.p13n.offer.profile.Id;
import io.p13n.offer.profile.Profile;
import io.p13n.reactor.profile.BatchChanges;
import io.p13n.reactor.profile.BatchChanges.IdentityChange;
import io.p13n.reactor.reply.Reply;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

class ReactionMetricsTest {

    private static final int LARGEST = 20;
    private static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");
    private static final UUID ONE = new UUID(0, 1);
    private static final UUID OTHER = new UUID(0, 2);

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final ReactionMetrics metrics = metrics(registry);

    @Test
    void eachRecordOfABatchIsCountedByWhatBecameOfIt() {
        var arrival = arrival();

        count(
                new Reaction.Applied(arrival, decided(List.of(), List.of(), List.of())),
                new Reaction.Applied(arrival, decided(List.of(), List.of(), List.of())),
                new Reaction.Applied(arrival, decided(List.of(), List.of(), List.of())),
                new Reaction.Duplicate(arrival, decided(List.of(), List.of(), List.of())),
                new Reaction.Closed(arrival),
                new Reaction.Erased(arrival),
                new Reaction.DeadLettered(arrival, "broken"));

        assertThat(counted("reactions", "reaction", "applied")).isEqualTo(3);
        assertThat(counted("reactions", "reaction", "duplicate")).isEqualTo(2);
        assertThat(counted("reactions", "reaction", "erased")).isEqualTo(1);
        assertThat(counted("reactions", "reaction", "dead_lettered")).isEqualTo(1);
        assertThat(registry.get("p13n.reactor.batch.size").summary().totalAmount())
                .isEqualTo(7);
    }

    @Test
    void offersHoldoutsAndDroppedValuesAreThoseOfEventsThatAreApplied() {
        var first = decided(
                List.of("welcome", "vip"),
                List.of(
                        new DroppedValue("name", Reason.TOO_LONG),
                        new DroppedValue("cart", Reason.TOO_LONG),
                        new DroppedValue("age", Reason.NOT_COERCIBLE)),
                List.of(new Holdout("vip", false), new Holdout("test", true)));
        var second = decided(List.of("welcome"), List.of(), List.of(new Holdout("vip", true)));

        count(
                new Reaction.Applied(arrival(), first),
                new Reaction.Applied(arrival(), second),
                new Reaction.Duplicate(arrival(), first));

        assertThat(counted("offers", "offer", "welcome")).isEqualTo(2);
        assertThat(counted("offers", "offer", "vip")).isEqualTo(1);
        assertThat(counted("holdouts", "offer", "vip", "group", "offered")).isEqualTo(1);
        assertThat(counted("holdouts", "offer", "vip", "group", "held_out")).isEqualTo(1);
        assertThat(counted("holdouts", "offer", "test", "group", "held_out")).isEqualTo(1);
        assertThat(counted("values.dropped", "reason", "too_long")).isEqualTo(2);
        assertThat(counted("values.dropped", "reason", "not_coercible")).isEqualTo(1);
    }

    @Test
    void anAnswerIsLargeOnceItIsOverTheSizeThatIsNamed() {
        var somebody = new ReplyTo(new ReplyAddress("::1", 1), ONE, NOW);

        metrics.count(List.of(
                new Reply(somebody, new byte[LARGEST]),
                new Reply(somebody, new byte[LARGEST + 1]),
                new Reply(somebody, new byte[10 * LARGEST])));

        assertThat(counted("responses.large")).isEqualTo(2);
    }

    @Test
    void whatHappensToIdsIsCountedByItsKind() {
        var id = new Id("email", "a@b");
        List<IdentityChange> journal = List.of(
                new IdentityChange.Merged(ONE, OTHER, ONE, NOW),
                new IdentityChange.Merged(ONE, OTHER, ONE, NOW),
                new IdentityChange.Evicted(ONE, id, ONE, NOW),
                new IdentityChange.Released(ONE, id, ONE, NOW),
                new IdentityChange.Released(ONE, id, ONE, NOW),
                new IdentityChange.Released(ONE, id, ONE, NOW),
                new IdentityChange.Stopped(ONE, OTHER, ONE, NOW));

        metrics.count(new Reacted(List.of(), new BatchChanges(List.of(), List.of(), List.of(), journal)));

        assertThat(counted("identity.merges")).isEqualTo(2);
        assertThat(counted("identity.evictions")).isEqualTo(1);
        assertThat(counted("identity.releases")).isEqualTo(3);
        assertThat(counted("identity.stops")).isEqualTo(1);
    }

    private void count(Reaction... reactions) {
        metrics.count(new Reacted(List.of(reactions), BatchChanges.NONE));
    }

    /** Fails where there is no such counter. */
    private double counted(String name, String... tags) {
        return registry.get("p13n.reactor." + name).tags(tags).counter().count();
    }

    private static ReactionMetrics metrics(MeterRegistry registry) {
        return new ReactionMetrics(
                registry, new ReactionProperties(Duration.ofDays(1), Duration.ofDays(1), DataSize.ofBytes(LARGEST)));
    }

    private static Decided decided(List<String> offers, List<DroppedValue> dropped, List<Holdout> holdouts) {
        var profile = Profile.fresh(ONE);
        var composed =
                offers.stream().map(offer -> new Offer(offer, null, null)).toList();
        return new Decided(
                profile, List.of(), BatchData.NONE, false, new Decision(profile, composed, dropped, holdouts));
    }

    private static Arrival.Intact arrival() {
        var headers = new EventHeaders(
                ONE, NOW, null, "shop.web_events", "key", null, CallerKind.PRIVATE, 1, "test", null, null);
        var origin = new ConsumerRecord<byte[], byte[]>("events", 0, 0, new byte[0], "{}".getBytes(UTF_8));
        headers.writeTo(origin.headers());
        return (Arrival.Intact) Arrival.read(origin);
    }
}
