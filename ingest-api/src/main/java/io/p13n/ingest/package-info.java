/** The HTTP edge. */
@NullMarked
package io.p13n.ingest;

import org.jspecify.annotations.NullMarked;
