/** The least that a row can be: HTTP alone, and HTTP with an acknowledged record. */
@NullMarked
package io.p13n.benchmark.load.floor;

import org.jspecify.annotations.NullMarked;
