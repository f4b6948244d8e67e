package io.p13n.admin.startup;

import io.r2dbc.spi.R2dbcPermissionDeniedException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.reactivestreams.Publisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.TransientDataAccessException;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;
import reactor.util.retry.Retry.RetrySignal;

/**
 * Waits for what is not there yet: tries again at growing intervals, and says so each time.
 *
 * @param limit no new attempt begins later than this after the first
 */
record Patience(Duration limit) {

    private static final Logger log = LoggerFactory.getLogger(Patience.class);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(250);
    private static final int DOUBLINGS = 5;

    /** The attempt's success, or a {@link StartAbandoned} after the limit or a failure that no waiting cures. */
    <T> Mono<T> await(Need need, Mono<T> attempt) {
        return Mono.defer(() -> {
            long began = System.nanoTime();
            return attempt.retryWhen(Retry.from(failures -> failures.concatMap(failed -> pause(need, began, failed))));
        });
    }

    private Publisher<Long> pause(Need need, long began, RetrySignal failed) {
        Duration waited = Duration.ofNanos(System.nanoTime() - began);
        if (waited.compareTo(limit) >= 0 || !mayPass(failed.failure())) {
            return Mono.error(new StartAbandoned(need, waited, failed.failure()));
        }
        log.info(
                "waiting for {}, {} s of at most {} s: {}",
                need.words(),
                waited.toSeconds(),
                limit.toSeconds(),
                StartAbandoned.reason(failed.failure()));
        Duration doubled = SHORTEST_PAUSE.multipliedBy(1L << Math.min(failed.totalRetries(), DOUBLINGS));
        return Mono.delay(shortest(doubled, LONGEST_PAUSE, limit.minus(waited)));
    }

    private static Duration shortest(Duration... durations) {
        return Collections.min(List.of(durations));
    }

    private static boolean mayPass(Throwable failure) {
        return (failure instanceof KafkaException
                        || failure instanceof TransientDataAccessException
                        || failure instanceof DataAccessResourceFailureException)
                && causes(failure).noneMatch(Patience::staysAsItIs);
    }

    private static boolean staysAsItIs(Throwable cause) {
        return cause instanceof ConfigException
                || cause instanceof AuthenticationException
                || cause instanceof AuthorizationException
                || cause instanceof R2dbcPermissionDeniedException;
    }

    private static Stream<Throwable> causes(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause);
    }
}
