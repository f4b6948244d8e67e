/** The definitions that this replica decides by. */
@NullMarked
package io.p13n.reactor.definition;

import org.jspecify.annotations.NullMarked;
