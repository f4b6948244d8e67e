/** What time takes away. */
@NullMarked
package io.p13n.reactor.retention;

import org.jspecify.annotations.NullMarked;
