package io.p13n.admin.account;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * When the keys of an account, or the tokens of a service, were last used, to the minute.
 *
 * @param byName of the key or token
 * @param made when this API made one, by the digest that a document gives it
 */
record LastUses(Map<String, Instant> byName, Map<String, Instant> made) {

    /** Absent if it was not used, as far as is known. A name may have been another's before; that is not counted. */
    @Nullable
    Instant of(String name, String digest) {
        Instant used = byName.get(name);
        Instant since = made.getOrDefault(digest, Instant.EPOCH).truncatedTo(ChronoUnit.MINUTES);
        return used == null || used.isBefore(since) ? null : used;
    }
}
