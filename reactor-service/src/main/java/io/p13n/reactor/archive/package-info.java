/** Stores every event, in a consumer group of its own. */
@NullMarked
package io.p13n.reactor.archive;

import org.jspecify.annotations.NullMarked;
