/** How much may be under way at once. */
@NullMarked
package io.p13n.ingest.inflight;

import org.jspecify.annotations.NullMarked;
