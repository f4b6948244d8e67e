/** What is known of one customer: ids, attribute states, and how they merge. Touches no CEL. */
@NullMarked
package io.p13n.offer.profile;

import org.jspecify.annotations.NullMarked;
