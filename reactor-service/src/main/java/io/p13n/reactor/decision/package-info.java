/** What decisions were made upon, kept for a while, so that it can be told why. */
@NullMarked
package io.p13n.reactor.decision;

import org.jspecify.annotations.NullMarked;
