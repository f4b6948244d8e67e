package io.p13n.offer.profile;

import org.jspecify.annotations.Nullable;

/** Rows held in memory. For as long as one decision takes they stay the same. */
@FunctionalInterface
public interface Catalogs {

    /** String, Number or Boolean; null where there is no such catalog, row or value. */
    @Nullable
    Object value(String catalog, String key, String column);
}
