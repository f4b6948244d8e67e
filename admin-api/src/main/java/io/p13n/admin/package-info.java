/** What operators call: it owns the definitions and publishes the current ones. */
@NullMarked
package io.p13n.admin;

import org.jspecify.annotations.NullMarked;
