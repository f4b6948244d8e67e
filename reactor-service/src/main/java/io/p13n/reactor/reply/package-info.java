/** Sends what was decided straight back to the ingest replica that waits for it. */
@NullMarked
package io.p13n.reactor.reply;

import org.jspecify.annotations.NullMarked;
