/** Catalogs, held in memory for payloads to look things up. */
@NullMarked
package io.p13n.reactor.catalog;

import org.jspecify.annotations.NullMarked;
