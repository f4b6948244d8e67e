/** Checks documents on the command line. */
@NullMarked
package io.p13n.offer.check;

import org.jspecify.annotations.NullMarked;
