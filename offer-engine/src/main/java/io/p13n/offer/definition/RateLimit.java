package io.p13n.offer.definition;

import java.time.Duration;

/**
 * So many requests in so much time, {@code 500/s} in a document.
 *
 * @param permits at least 1
 * @param per a second, a minute or an hour
 */
public record RateLimit(long permits, Duration per) {}
