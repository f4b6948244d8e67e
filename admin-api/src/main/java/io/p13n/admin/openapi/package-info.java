/** The description of this API. */
@NullMarked
package io.p13n.admin.openapi;

import org.jspecify.annotations.NullMarked;
