/** Why a customer gets which offers, or doesn't. */
@NullMarked
package io.p13n.admin.why;

import org.jspecify.annotations.NullMarked;
