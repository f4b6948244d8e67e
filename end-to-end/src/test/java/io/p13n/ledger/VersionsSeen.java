package io.p13n.ledger;

import io.p13n.ledger.Stamps.Stamp;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;

/** Which versions of the definition the callers of a row have seen: each offer bears the number of its version. */
final class VersionsSeen {

    private static final String GROUP = "p13n.reactor.1.2";
    private static final Pattern VERSION = Pattern.compile("\"version\":(\\d+)");
    private static final int OFFERS = 3;

    private final Scene scene;
    private final List<Decision> decisions;

    /** A decision, by which version, and who had to do with it. */
    private record Decision(Attempt attempt, long version, Stamp stamp, String reactor) {

        String ingest() {
            return "ingest :" + Objects.requireNonNull(attempt.ingest()).getPort();
        }
    }

    private VersionsSeen(Scene scene, List<Decision> decisions) {
        this.scene = scene;
        this.decisions = decisions;
    }

    /** Reads what is known, and complains of each decision that is of more than one version. */
    static VersionsSeen by(Scene scene) throws Exception {
        Map<String, Stamp> stamps = Stamps.read(scene.site());
        Map<Integer, String> reactors = reactors(scene.site());
        return new VersionsSeen(
                scene,
                scene.book().attempts().stream()
                        .filter(attempt -> attempt.outcome() == Attempt.Outcome.DECIDED)
                        .map(attempt -> {
                            Stamp stamp = Objects.requireNonNull(stamps.get(attempt.id()));
                            return new Decision(
                                    attempt,
                                    version(attempt, scene.book()),
                                    stamp,
                                    reactors.getOrDefault(stamp.partition(), "no reactor"));
                        })
                        .toList());
    }

    private static long version(Attempt attempt, Book book) {
        List<Long> versions = VERSION.matcher(attempt.answer())
                .results()
                .map(found -> Long.valueOf(found.group(1)))
                .toList();
        if (versions.size() != OFFERS || versions.stream().distinct().count() != 1) {
            book.complain("a decision is not of one version: " + attempt.answer());
        }
        return versions.stream().mapToLong(each -> each).min().orElse(0);
    }

    /** Who reads which partition. */
    private static Map<Integer, String> reactors(Site site) throws Exception {
        try (Admin kafka = site.kafka()) {
            var reactors = new HashMap<Integer, String>();
            int number = 0;
            for (var member : kafka.describeConsumerGroups(List.of(GROUP))
                    .describedGroups()
                    .get(GROUP)
                    .get()
                    .members()) {
                String reactor = "reactor " + ++number;
                member.assignment().topicPartitions().forEach(each -> reactors.put(each.partition(), reactor));
            }
            return reactors;
        }
    }

    /**
     * Complains of each request that was sent when the version should have been active and was answered by an older
     * one, and tells when each replica came to it. This machine may be busy: a replica is granted, beyond what is
     * promised, the time that the slowest answer took around the change.
     */
    void judge(AppliedVersion applied, Duration promised) {
        long granted = promised.toNanos() + slowest(applied, promised);
        decisions.stream()
                .filter(decision -> decision.version() < applied.number())
                .filter(decision -> applied.since(decision.attempt().sentAt()) > granted)
                .forEach(decision -> scene.book()
                        .complain("version %d, %d ms after %d was applied: %s"
                                .formatted(
                                        decision.version(),
                                        millis(applied.since(decision.attempt().sentAt())),
                                        applied.number(),
                                        decision.attempt())));
        tell(applied);
    }

    private long slowest(AppliedVersion applied, Duration promised) {
        return decisions.stream()
                .map(Decision::attempt)
                .filter(attempt -> Math.abs(applied.since(attempt.sentAt())) < promised.toNanos())
                .mapToLong(Attempt::nanos)
                .max()
                .orElse(0);
    }

    /** By replica: how long after the answer to the operator the last request was sent that an older version served. */
    private void tell(AppliedVersion applied) {
        Map<String, Long> last = new TreeMap<>();
        for (Decision decision : decisions) {
            if (decision.version() < applied.number()) {
                long millis = millis(applied.since(decision.attempt().sentAt()));
                last.merge(decision.ingest(), millis, Math::max);
                last.merge(decision.reactor(), millis, Math::max);
            }
        }
        scene.remark("version %d: ms after its application at which an older last served: %s"
                .formatted(applied.number(), last));
    }

    /**
     * Complains of each decision by a version older than ingest stamped on its event, and of each stamp older than one
     * by the same ingest on an event that was answered before this one was sent.
     */
    void judgeStamps() {
        decisions.stream()
                .filter(decision -> decision.version() < decision.stamp().version())
                .forEach(decision -> scene.book().complain("older than stamped: " + decision));
        decisions.stream()
                .collect(Collectors.groupingBy(Decision::ingest))
                .values()
                .forEach(this::judgeOrder);
    }

    private void judgeOrder(List<Decision> ofOneIngest) {
        for (Decision later : ofOneIngest) {
            long stampedBefore = ofOneIngest.stream()
                    .filter(each ->
                            each.attempt().answeredAt() < later.attempt().sentAt())
                    .mapToLong(each -> each.stamp().version())
                    .max()
                    .orElse(0);
            if (later.stamp().version() < stampedBefore) {
                scene.book().complain("ingest went back from version %d: %s".formatted(stampedBefore, later));
            }
        }
    }

    private static long millis(long nanos) {
        return TimeUnit.NANOSECONDS.toMillis(nanos);
    }
}
