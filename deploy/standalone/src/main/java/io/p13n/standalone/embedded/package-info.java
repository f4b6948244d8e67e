/** A real Kafka broker and a real PostgreSQL in the care of this JVM. It knows nothing of the applications. */
@NullMarked
package io.p13n.standalone.embedded;

import org.jspecify.annotations.NullMarked;
