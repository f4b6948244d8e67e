/** Erasing a person: profile, events, dead letters, journal, and whatever would bring them back. */
@NullMarked
package io.p13n.admin.erasure;

import org.jspecify.annotations.NullMarked;
