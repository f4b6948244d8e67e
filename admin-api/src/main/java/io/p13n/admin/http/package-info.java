/** What all routes share: the one form of failures, request ids, bounded bodies and pages. */
@NullMarked
package io.p13n.admin.http;

import org.jspecify.annotations.NullMarked;
