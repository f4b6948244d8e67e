/** How a replica takes its leave. */
@NullMarked
package io.p13n.ingest.drain;

import org.jspecify.annotations.NullMarked;
