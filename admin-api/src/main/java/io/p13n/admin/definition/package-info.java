/** The definitions: how they are read from the folder, checked, versioned and kept. */
@NullMarked
package io.p13n.admin.definition;

import org.jspecify.annotations.NullMarked;
