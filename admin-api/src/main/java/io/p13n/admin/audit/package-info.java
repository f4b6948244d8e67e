/** Who changed what, when, and from where. */
@NullMarked
package io.p13n.admin.audit;

import org.jspecify.annotations.NullMarked;
