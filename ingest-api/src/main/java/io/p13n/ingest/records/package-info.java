/** The ingest API: many events in, receipts out. */
@NullMarked
package io.p13n.ingest.records;

import org.jspecify.annotations.NullMarked;
