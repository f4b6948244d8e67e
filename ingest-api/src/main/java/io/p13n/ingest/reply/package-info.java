/** What reactors answer, and who waits for it. */
@NullMarked
package io.p13n.ingest.reply;

import org.jspecify.annotations.NullMarked;
