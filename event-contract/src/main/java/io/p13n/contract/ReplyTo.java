package io.p13n.contract;

import java.time.Instant;
import java.util.UUID;

/**
 * Whom to tell what was decided: the request that waits for it.
 *
 * @param address the ingest replica that waits
 * @param correlationId names the waiting request of that replica; can't be guessed
 * @param deadline the latest moment at which the reply is useful, by the clock of that replica, to the millisecond
 */
public record ReplyTo(ReplyAddress address, UUID correlationId, Instant deadline) {}
