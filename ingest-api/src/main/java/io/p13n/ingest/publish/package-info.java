/** Events into the log. */
@NullMarked
package io.p13n.ingest.publish;

import org.jspecify.annotations.NullMarked;
