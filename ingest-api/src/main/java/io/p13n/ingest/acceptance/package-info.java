/** What becomes of an acceptable event: read, named, stamped, and put into the log. */
@NullMarked
package io.p13n.ingest.acceptance;

import org.jspecify.annotations.NullMarked;
