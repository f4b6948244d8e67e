/** One thing a customer did, as parsed from the caller's JSON. */
@NullMarked
package io.p13n.offer.event;

import org.jspecify.annotations.NullMarked;
