/** Plays a shop's day against a running system, so that there is something to look at. */
@NullMarked
package io.p13n.standalone.traffic;

import org.jspecify.annotations.NullMarked;
