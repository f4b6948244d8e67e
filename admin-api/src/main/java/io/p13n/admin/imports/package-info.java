/** What the warehouse uploads: memberships of segments, imported attributes, rows of catalogs. */
@NullMarked
package io.p13n.admin.imports;

import org.jspecify.annotations.NullMarked;
