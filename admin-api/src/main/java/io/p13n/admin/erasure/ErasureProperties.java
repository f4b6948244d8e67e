package io.p13n.admin.erasure;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * What erasing takes.
 *
 * @param secret under which ids are digested, at least 32 characters, the same for admin-api and all reactors; without
 *     one nobody can be erased
 */
@ConfigurationProperties("p13n.erasure")
record ErasureProperties(@Nullable String secret) {

    /** Says nothing of it. */
    @Override
    public String toString() {
        return "ErasureProperties[]";
    }
}
