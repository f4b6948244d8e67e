/** A personalization service that shows what the system does. */
@NullMarked
package io.p13n.standalone.sample;

import org.jspecify.annotations.NullMarked;
