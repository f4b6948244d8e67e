/** Reads the partitions of a service from where PostgreSQL says that the group stands. */
@NullMarked
package io.p13n.reactor.consume;

import org.jspecify.annotations.NullMarked;
