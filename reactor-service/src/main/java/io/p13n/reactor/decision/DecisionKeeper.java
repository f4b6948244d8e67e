package io.p13n.reactor.decision;

import io.p13n.contract.ServiceId;
import io.p13n.reactor.reaction.DecisionKeeping;
import io.p13n.reactor.reaction.KeptDecision;
import io.p13n.reactor.sql.Reason;
import jakarta.annotation.PreDestroy;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Keeps what decisions were made upon, behind a bounded queue: whoever decides pays for a small object each, and never waits.
 * One thread writes once a second whatever has come meanwhile; the queue holds as many as may be kept in a second, so its bound
 * is the rate. What waits dies with the process.
 */
@Component
class DecisionKeeper implements DecisionKeeping {

    private static final Logger log = LoggerFactory.getLogger(DecisionKeeper.class);
    private static final Duration TURN = Duration.ofSeconds(1);
    private static final Duration LIMIT = Duration.ofSeconds(30);

    /** The random bits at the end of a record id. */
    private static final long RANDOM = (1L << 62) - 1;

    private final DecisionTable table;
    private final DecisionMetrics metrics;
    private final long threshold;
    private final Queue<Waiting> queue = new ConcurrentLinkedQueue<>();

    /** For so many more; never waited for, so without a lock on which an event loop would park. */
    private final Semaphore room;

    private final ScheduledExecutorService writer = Executors.newSingleThreadScheduledExecutor(DecisionKeeper::thread);

    DecisionKeeper(DecisionTable table, DecisionMetrics metrics, DecisionProperties properties) {
        this.table = table;
        this.metrics = metrics;
        this.threshold = (long) (properties.share() * RANDOM);
        this.room = new Semaphore(properties.rate());
        var unused =
                writer.scheduleWithFixedDelay(this::write, TURN.toMillis(), TURN.toMillis(), TimeUnit.MILLISECONDS);
    }

    private record Waiting(ServiceId service, long definition, KeptDecision decision) {}

    @Override
    public void keep(ServiceId service, long definitionVersion, List<KeptDecision> decisions) {
        int sampledOut = 0;
        int overRate = 0;
        for (KeptDecision decision : decisions) {
            if (!isOfTheSample(decision)) {
                sampledOut++;
            } else if (room.tryAcquire()) {
                queue.add(new Waiting(service, definitionVersion, decision));
            } else {
                overRate++;
            }
        }
        metrics.sampledOut(sampledOut);
        metrics.overRate(overRate);
    }

    private boolean isOfTheSample(KeptDecision decision) {
        return threshold > 0 && (decision.headers().recordId().getLeastSignificantBits() & RANDOM) <= threshold;
    }

    /** Never throws, or there would be no next time. */
    private void write() {
        var waiting = new ArrayList<Waiting>();
        for (Waiting next = queue.poll(); next != null; next = queue.poll()) {
            waiting.add(next);
        }
        room.release(waiting.size());
        byService(waiting).forEach(this::write);
    }

    private static Map<ServiceId, List<Waiting>> byService(List<Waiting> waiting) {
        var services = new LinkedHashMap<ServiceId, List<Waiting>>();
        waiting.forEach(each -> services.computeIfAbsent(each.service(), service -> new ArrayList<>())
                .add(each));
        return services;
    }

    private void write(ServiceId service, List<Waiting> waiting) {
        try {
            LocalDate first = table.first();
            List<DecisionTable.Row> young = waiting.stream()
                    .map(each -> DecisionTable.Row.of(each.definition(), each.decision()))
                    .filter(row -> !row.day().isBefore(first))
                    .toList();
            var outcome = young.isEmpty() ? new DecisionTable.Outcome(0, 0) : table.keep(service, young);
            metrics.written(young.size(), waiting.size() - young.size(), outcome);
        } catch (RuntimeException failure) {
            metrics.failed(waiting.size());
            log.warn("{} decisions of {} are not kept: {}", waiting.size(), service, Reason.of(failure));
        }
    }

    private static Thread thread(Runnable work) {
        var thread = new Thread(work, "p13n-decisions");
        thread.setDaemon(true);
        return thread;
    }

    /** Writes what waits. */
    @PreDestroy
    void stop() throws InterruptedException {
        writer.shutdown();
        if (writer.awaitTermination(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
            write();
        }
    }
}
