package io.p13n.ledger;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/** One row while it happens: the system, the traffic on it, and how long it took to recover. */
final class Scene implements AutoCloseable {

    static final String TOPIC = "p13n.events.1.2";

    private final Site site;
    private final Scale scale;
    private final Progress progress;
    private final Book book;
    private final Caller caller;
    private final List<String> remarks = new ArrayList<>();
    private Optional<Traffic> traffic = Optional.empty();
    private OptionalLong slowestRecovery = OptionalLong.empty();

    Scene(Site site, Scale scale, Progress progress, String row) {
        this.site = site;
        this.scale = scale;
        this.progress = progress;
        this.book = new Book(row);
        this.caller = new Caller(site.inRotation(), book);
    }

    Site site() {
        return site;
    }

    Scale scale() {
        return scale;
    }

    Book book() {
        return book;
    }

    Caller caller() {
        return caller;
    }

    /** Something for the table's last column. */
    void remark(String remark) {
        remarks.add(remark);
        tell(remark);
    }

    List<String> remarks() {
        return remarks;
    }

    void tell(String what) {
        progress.tell(what + ", " + book.acknowledgedAttempts() + " acknowledged");
    }

    /** The longest of the recoveries, in nanoseconds. */
    OptionalLong slowestRecovery() {
        return slowestRecovery;
    }

    /** Begins the usual traffic and waits until all of it is served. */
    void begin() {
        traffic = Optional.of(Traffic.begin(caller, book.row()));
        awaitDecisions(System.nanoTime());
        flow();
    }

    /** Lets the traffic go on for a while. */
    void flow() {
        long before = book.acknowledgedAttempts();
        Waiting.until("traffic flows", () -> book.acknowledgedAttempts() >= before + scale.burst());
    }

    /** Says that a fault is over (or, of something killed, begins) and waits until all regular customers are served. */
    void recover(String fault) {
        recover(fault, System.nanoTime());
    }

    void recover(String fault, long since) {
        long nanos = awaitDecisions(since);
        slowestRecovery = OptionalLong.of(Math.max(nanos, slowestRecovery.orElse(0)));
        tell("%s: recovered after %.1f s".formatted(fault, nanos / 1e9));
    }

    /** Waits until every regular customer got a decision upon something sent after a moment. */
    long awaitDecisions(long since) {
        List<String> persons = traffic.orElseThrow().regulars();
        Waiting.until(
                "all customers are served",
                () -> book.decidedAfter(since, persons).isPresent());
        return book.decidedAfter(since, persons).orElseThrow();
    }

    /** Waits until a caller notices the fault, by getting no decision. */
    void awaitEffect() {
        long since = System.nanoTime();
        Waiting.until(
                "the fault has an effect",
                () -> book.attempts().stream()
                        .anyMatch(
                                attempt -> attempt.sentAt() >= since && attempt.outcome() != Attempt.Outcome.DECIDED));
    }

    /** Lets a fault last. */
    void last(Duration time) {
        Waiting.lasting(time);
    }

    /** Ends the traffic and waits until both consumer groups have come to the end of the log. */
    void settle() {
        close();
        try (Admin kafka = site.kafka()) {
            Waiting.until("both groups come to the end of the log", () -> {
                Map<Integer, Long> ends = ends(kafka);
                return offsets("p13n.reactor.1.2").equals(ends)
                        && offsets("p13n.archive.1.2").equals(ends);
            });
        }
    }

    private static Map<Integer, Long> ends(Admin kafka) throws ExecutionException, InterruptedException {
        int partitions = kafka.describeTopics(List.of(TOPIC))
                .allTopicNames()
                .get()
                .get(TOPIC)
                .partitions()
                .size();
        var latest = IntStream.range(0, partitions)
                .mapToObj(partition -> new TopicPartition(TOPIC, partition))
                .collect(Collectors.toMap(partition -> partition, partition -> OffsetSpec.latest()));
        var ends = new TreeMap<Integer, Long>();
        kafka.listOffsets(latest)
                .all()
                .get()
                .forEach((partition, found) -> ends.put(partition.partition(), found.offset()));
        return ends;
    }

    private Map<Integer, Long> offsets(String group) throws SQLException {
        var offsets = new TreeMap<Integer, Long>();
        try (var database = site.database().connect();
                var query = database.prepareStatement(
                        "select partition, next_offset from partition_offset where consumer_group = ?")) {
            query.setString(1, group);
            var rows = query.executeQuery();
            while (rows.next()) {
                offsets.put(rows.getInt(1), rows.getLong(2));
            }
        }
        return offsets;
    }

    /** Ends the traffic, if there is any. */
    @Override
    public void close() {
        traffic.ifPresent(Traffic::close);
        traffic = Optional.empty();
    }
}
