/** How long a connection may be silent, and how it ends. */
@NullMarked
package io.p13n.ingest.connection;

import org.jspecify.annotations.NullMarked;
