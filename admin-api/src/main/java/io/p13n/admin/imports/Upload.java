package io.p13n.admin.imports;

import io.p13n.admin.access.Caller;
import io.p13n.contract.ServiceId;
import org.jspecify.annotations.Nullable;

/**
 * One upload as it is asked for.
 *
 * @param replaces all that was there before; otherwise only what it names anew
 * @param bytes it will have as sent; absent where the sender does not say
 * @param mostRejected beyond it the upload fails
 */
record Upload(
        ServiceId service,
        Target target,
        boolean replaces,
        Format format,
        @Nullable Long bytes,
        long mostRejected,
        Caller by) {}
