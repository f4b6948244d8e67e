/** Holds the compose file against the applications. */
@NullMarked
package io.p13n.deploy.compose;

import org.jspecify.annotations.NullMarked;
