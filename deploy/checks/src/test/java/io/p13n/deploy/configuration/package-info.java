/** Holds the table of settings against the code. */
@NullMarked
package io.p13n.deploy.configuration;

import org.jspecify.annotations.NullMarked;
