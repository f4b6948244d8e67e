/** What happens at the start, in order, and what is waited for. */
@NullMarked
package io.p13n.admin.startup;

import org.jspecify.annotations.NullMarked;
