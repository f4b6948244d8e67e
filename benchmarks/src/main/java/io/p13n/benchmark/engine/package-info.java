/** What the offer engine's work costs, by JMH. */
@NullMarked
package io.p13n.benchmark.engine;

import org.jspecify.annotations.NullMarked;
