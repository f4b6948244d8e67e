/** A real Kafka broker and a real PostgreSQL in the care of this JVM. */
@NullMarked
package io.p13n.embedded;

import org.jspecify.annotations.NullMarked;
