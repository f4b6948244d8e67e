/** The personalization API: one event in, offers out. */
@NullMarked
package io.p13n.ingest.personalization;

import org.jspecify.annotations.NullMarked;
