/** The listener for TLS, beside the plain one. */
@NullMarked
package io.p13n.ingest.tls;

import org.jspecify.annotations.NullMarked;
