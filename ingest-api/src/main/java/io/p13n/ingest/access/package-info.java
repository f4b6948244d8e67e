/** Who may do what: accounts, API keys, tokens, and the services that they reach. */
@NullMarked
package io.p13n.ingest.access;

import org.jspecify.annotations.NullMarked;
