/** How the current definitions reach the other applications: the topics, and the publishing. */
@NullMarked
package io.p13n.admin.publication;

import org.jspecify.annotations.NullMarked;
