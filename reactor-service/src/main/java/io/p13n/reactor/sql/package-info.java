/** SQL that lies in files. */
@NullMarked
package io.p13n.reactor.sql;

import org.jspecify.annotations.NullMarked;
