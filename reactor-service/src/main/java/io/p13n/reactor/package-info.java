/** Turns events into profile changes and replies. */
@NullMarked
package io.p13n.reactor;

import org.jspecify.annotations.NullMarked;
