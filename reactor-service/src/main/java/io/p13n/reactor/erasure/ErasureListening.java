package io.p13n.reactor.erasure;

import io.p13n.contract.ErasureFeed;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/** Reads the erasures to their end, brings the tables in line with them, and follows what comes. */
@Component("erasuresHealthIndicator")
class ErasureListening implements SmartLifecycle, HealthIndicator {

    private static final Logger log = LoggerFactory.getLogger(ErasureListening.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final Erasures erasures;
    private final ErasureFeed feed;
    private final RestoredTables tables;
    private final Disposable.Swap bringingInLine = Disposables.swap();
    private volatile boolean running;

    ErasureListening(KafkaProperties kafka, Erasures erasures, RestoredTables tables) {
        this.erasures = erasures;
        this.tables = tables;
        this.feed = new ErasureFeed(kafka.buildConsumerProperties(), erasures::add);
    }

    private Mono<Void> bringInLine() {
        return Mono.fromFuture(feed.caughtUp())
                .then(Mono.defer(tables::bringInLine)
                        .retryWhen(Retry.backoff(Long.MAX_VALUE, FIRST_PAUSE)
                                .maxBackoff(LONGEST_PAUSE)
                                .doBeforeRetry(failed -> log.warn(
                                        "the tables can't be brought in line with the erasures yet: {}",
                                        failed.failure().toString()))));
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
        feed.start();
        bringingInLine.update(bringInLine().subscribe(done -> {}, failure -> {}, erasures::tablesAreInLine));
        running = true;
    }

    @Override
    public void stop() {
        bringingInLine.dispose();
        feed.close();
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
