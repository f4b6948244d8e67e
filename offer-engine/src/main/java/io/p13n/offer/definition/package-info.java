/** What an operator configures: documents, read from YAML or JSON with all their problems at once. Touches no CEL. */
@NullMarked
package io.p13n.offer.definition;

import org.jspecify.annotations.NullMarked;
