package io.p13n.reactor.erasure;

import io.p13n.contract.ErasureFeed;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

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
    private final Disposable.Swap bringingInLine = Disposables.swap();
    private volatile boolean running;

    ErasureListening(KafkaProperties kafka, Erasures erasures) {
        this.erasures = erasures;
        this.feed = new ErasureFeed(kafka.buildConsumerProperties(), erasures::add);
    }

    private Mono<Void> bringInLine() {
        return Mono.fromFuture(feed.caughtUp())
                .then(erasures.bringTablesInLine()
                        .retryWhen(Retry.backoff(Long.MAX_VALUE, FIRST_PAUSE)
                                .maxBackoff(LONGEST_PAUSE)
                                .doBeforeRetry(failed -> log.warn(
                                        "the tables can't be brought in line with the erasures yet: {}",
                                        failed.failure().toString()))));
    }

    private Flux<Void> lookAgain() {
        return Flux.interval(BETWEEN_LOOKS)
                .onBackpressureDrop()
                .concatMap(tick -> erasures.bringTablesInLine(Instant.now().minus(SETTLED))
                        .onErrorResume(failure -> {
                            log.warn("can't look whether the tables know of all erasures: {}", failure.toString());
                            return Mono.empty();
                        }));
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
        bringingInLine.update(bringInLine()
                .doOnSuccess(done -> erasures.tablesAreInLine())
                .thenMany(lookAgain())
                .subscribe());
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
