package io.p13n.reactor.erasure;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * What erasing takes.
 *
 * @param secret under which ids are digested, at least 32 characters, the same for all reactors and admin-api; without
 *     one nobody can be erased, and a reactor that meets an erasure handles no event until it has one
 */
@ConfigurationProperties("p13n.erasure")
record ErasureProperties(@Nullable String secret) {

    /** Says nothing of it. */
    @Override
    public String toString() {
        return "ErasureProperties[]";
    }
}
