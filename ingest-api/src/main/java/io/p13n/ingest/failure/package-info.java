/** What is refused, and how the contract says so. */
@NullMarked
package io.p13n.ingest.failure;

import org.jspecify.annotations.NullMarked;
