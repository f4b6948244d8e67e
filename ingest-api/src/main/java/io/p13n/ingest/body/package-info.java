/** The bodies of requests: in which form they come, how large and how slow they may be. */
@NullMarked
package io.p13n.ingest.body;

import org.jspecify.annotations.NullMarked;
