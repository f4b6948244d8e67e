package io.p13n.admin.audit;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One change.
 *
 * @param id rises
 * @param who the name of the API key, or what else brought it
 * @param address of the caller; absent for what came at a start
 * @param requestId likewise
 */
record Entry(
        long id,
        Instant at,
        String who,
        String action,
        String subject,
        @Nullable String address,
        @Nullable String requestId) {}
