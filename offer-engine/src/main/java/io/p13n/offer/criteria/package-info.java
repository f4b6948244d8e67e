/** CEL expressions: parsed and type-checked when a definition is compiled, evaluated per event. */
@NullMarked
package io.p13n.offer.criteria;

import org.jspecify.annotations.NullMarked;
