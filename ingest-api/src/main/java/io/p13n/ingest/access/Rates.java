package io.p13n.ingest.access;

import io.github.bucket4j.Bucket;
import io.p13n.ingest.failure.Refusal;
import io.p13n.ingest.failure.Refused;
import io.p13n.offer.definition.Digest;
import io.p13n.offer.definition.RateLimit;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * How often keys and tokens are used on this replica: as many requests at once as the limit's number, refilled evenly
 * over its time. Other replicas count for themselves.
 *
 * <p>A bucket outlives the definition that named it, so that a new version of an account gives nobody a second
 * allowance; there are never more of them than keys and tokens that operators made.
 */
@Component
class Rates {

    private record Limited(Digest who, RateLimit limit) {}

    private final Map<Limited, Bucket> buckets = new ConcurrentHashMap<>();

    /**
     * Counts a use of both. A token that refuses costs the key nothing.
     *
     * @throws io.p13n.ingest.failure.Refused if either is used up
     */
    void take(GrantedKey key, GrantedToken token) {
        take(key);
        try {
            take("WP13n-Token", token.digest(), token.rateLimit());
        } catch (Refused usedUp) {
            giveBack(key);
            throw usedUp;
        }
    }

    /**
     * Counts a use.
     *
     * @throws io.p13n.ingest.failure.Refused if the key is used up
     */
    void take(GrantedKey key) {
        take("the API key", key.digest(), key.rateLimit());
    }

    private void take(String what, Digest who, @Nullable RateLimit limit) {
        if (limit == null) {
            return;
        }
        var probe = bucket(who, limit).tryConsumeAndReturnRemaining(1);
        if (!probe.isConsumed()) {
            throw Refusal.RATE.because(
                    what + " is limited to " + limit.permits() + " requests in "
                            + limit.per().toSeconds() + " s",
                    Duration.ofNanos(probe.getNanosToWaitForRefill()));
        }
    }

    private void giveBack(GrantedKey key) {
        if (key.rateLimit() != null) {
            bucket(key.digest(), key.rateLimit()).addTokens(1);
        }
    }

    private Bucket bucket(Digest who, RateLimit limit) {
        return buckets.computeIfAbsent(
                new Limited(who, limit),
                added -> Bucket.builder()
                        .addLimit(bandwidth ->
                                bandwidth.capacity(limit.permits()).refillGreedy(limit.permits(), limit.per()))
                        .build());
    }
}
