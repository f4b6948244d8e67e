/** Where records go that can't be processed. */
@NullMarked
package io.p13n.reactor.deadletter;

import org.jspecify.annotations.NullMarked;
