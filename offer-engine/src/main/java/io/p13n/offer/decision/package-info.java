/** A compiled service: event and profile in, new profile and offers out. */
@NullMarked
package io.p13n.offer.decision;

import org.jspecify.annotations.NullMarked;
