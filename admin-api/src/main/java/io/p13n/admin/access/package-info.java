/** Who may call: master keys, each of its own account alone. */
@NullMarked
package io.p13n.admin.access;

import org.jspecify.annotations.NullMarked;
