/** The HTTP contract as the server tells it. */
@NullMarked
package io.p13n.ingest.openapi;

import org.jspecify.annotations.NullMarked;
