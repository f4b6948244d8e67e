/** What a batch of events does: load, decide, commit, reply. */
@NullMarked
package io.p13n.reactor.reaction;

import org.jspecify.annotations.NullMarked;
