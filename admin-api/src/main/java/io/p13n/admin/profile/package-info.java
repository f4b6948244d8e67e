/** What is known of a person: looked up, and given out whole. */
@NullMarked
package io.p13n.admin.profile;

import org.jspecify.annotations.NullMarked;
