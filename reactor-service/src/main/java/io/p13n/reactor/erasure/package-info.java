/** Keeps out what belongs to persons who were erased. */
@NullMarked
package io.p13n.reactor.erasure;

import org.jspecify.annotations.NullMarked;
