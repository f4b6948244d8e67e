/** The whole system under load, beside floors and the usual way to build it. */
@NullMarked
package io.p13n.benchmark.load;

import org.jspecify.annotations.NullMarked;
