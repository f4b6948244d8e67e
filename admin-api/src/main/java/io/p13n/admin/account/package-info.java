/** API keys and tokens: made, listed, rotated, revoked. */
@NullMarked
package io.p13n.admin.account;

import org.jspecify.annotations.NullMarked;
