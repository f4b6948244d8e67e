/** What the applications say to each other. */
@NullMarked
package io.p13n.contract;

import org.jspecify.annotations.NullMarked;
