package io.p13n.reactor.erasure;

import io.p13n.contract.ErasureFeed;
import io.p13n.reactor.sql.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Reads the erasures to their end, brings the tables in line with them, and follows what comes. Then and when it looks
 * whether the tables are still in line, for a database may be restored under a running replica.
 */
@Component("erasuresHealthIndicator")
class ErasureListening implements SmartLifecycle, HealthIndicator {

    private static final Logger log = LoggerFactory.getLogger(ErasureListening.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(30);

    /** Within it whoever told the topic has erased. */
    private static final Duration SETTLED = Duration.ofMinutes(1);

    private final Erasures erasures;
    private final ErasureFeed feed;
    private final ExecutorService looking = Executors.newSingleThreadExecutor(ErasureListening::thread);
    private volatile boolean running;

    ErasureListening(KafkaProperties kafka, Erasures erasures) {
        this.erasures = erasures;
        this.feed = new ErasureFeed(kafka.buildConsumerProperties(), erasures::add);
    }

    private void follow() {
        try {
            feed.caughtUp().get();
            bringInLine();
            erasures.tablesAreInLine();
            while (true) {
                TimeUnit.MILLISECONDS.sleep(BETWEEN_LOOKS.toMillis());
                lookAgain();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException ended) {
            log.error("the erasures can't be read", ended.getCause());
        }
    }

    /** Tries until the tables are in line for the first time. */
    private void bringInLine() throws InterruptedException {
        Duration pause = FIRST_PAUSE;
        while (true) {
            try {
                erasures.bringTablesInLine();
                return;
            } catch (RuntimeException failure) {
                tell("the tables can't be brought in line with the erasures yet: {}", failure);
                TimeUnit.MILLISECONDS.sleep(pause.toMillis());
                pause = pause.compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
            }
        }
    }

    private void lookAgain() {
        try {
            erasures.bringTablesInLine(Instant.now().minus(SETTLED));
        } catch (RuntimeException failure) {
            tell("can't look whether the tables know of all erasures: {}", failure);
        }
    }

    /** Unless it was stopped in the middle of it. */
    private void tell(String what, RuntimeException failure) {
        if (running) {
            log.warn(what, Reason.of(failure));
        }
    }

    @Override
    public Health health() {
        String reason = erasures.unknown();
        return reason == null
                ? Health.up().build()
                : Health.down().withDetail("reason", reason).build();
    }

    @Override
    public void start() {
        running = true;
        feed.start();
        looking.execute(this::follow);
    }

    @Override
    public void stop() {
        running = false;
        looking.shutdownNow();
        feed.close();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    private static Thread thread(Runnable work) {
        var thread = new Thread(work, "p13n-erasures");
        thread.setDaemon(true);
        return thread;
    }
}
