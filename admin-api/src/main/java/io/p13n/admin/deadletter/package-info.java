/** Records that reactors could not process: to be seen, driven again, discarded, erased. */
@NullMarked
package io.p13n.admin.deadletter;

import org.jspecify.annotations.NullMarked;
