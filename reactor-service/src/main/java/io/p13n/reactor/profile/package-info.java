/** Customers, in PostgreSQL. */
@NullMarked
package io.p13n.reactor.profile;

import org.jspecify.annotations.NullMarked;
