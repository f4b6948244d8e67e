package io.p13n.ingest.access;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/**
 * What a request presents to be let in.
 *
 * @param authorization the header {@code Authorization}
 * @param writeKey the header {@code X-TD-Write-Key}, which says the same on the ingest API
 * @param token the header {@code WP13n-Token}
 * @param origin the page's origin
 */
record Credentials(
        @Nullable String authorization,
        @Nullable String writeKey,
        @Nullable String token,
        @Nullable String origin) {

    private static final Pattern AUTHORIZATION = Pattern.compile("TD1 +(?:(\\d+)/)?([!-.0-~]{1,256})");
    private static final Pattern WRITE_KEY = Pattern.compile("(?:(\\d+)/)?([!-.0-~]{1,256})");
    private static final Pattern TOKEN = Pattern.compile("([1-9]\\d*/[1-9]\\d*)/([0-9a-fA-F]{32})");

    static Credentials of(HttpHeaders headers) {
        return new Credentials(
                headers.getFirst(HttpHeaders.AUTHORIZATION),
                headers.getFirst("X-TD-Write-Key"),
                headers.getFirst("WP13n-Token"),
                headers.getFirst(HttpHeaders.ORIGIN));
    }

    /** The active API key that {@code Authorization} names. */
    @Nullable
    GrantedKey key(Directory directory) {
        return key(directory, AUTHORIZATION, authorization);
    }

    /** The active API key that {@code Authorization} names, or without it {@code X-TD-Write-Key}. */
    @Nullable
    GrantedKey keyOfRecords(Directory directory) {
        return authorization == null ? key(directory, WRITE_KEY, writeKey) : key(directory);
    }

    private static @Nullable GrantedKey key(Directory directory, Pattern form, @Nullable String header) {
        Matcher parts = form.matcher(header == null ? "" : header);
        GrantedKey key = parts.matches() ? directory.key(parts.group(2)) : null;
        boolean ofOther =
                key != null && parts.group(1) != null && !parts.group(1).equals(Long.toString(key.account()));
        return ofOther ? null : key;
    }

    boolean hasToken() {
        return token != null && !token.isBlank();
    }

    boolean hasTokenInForm() {
        return token != null && TOKEN.matcher(token).matches();
    }

    /** The active token that {@code WP13n-Token} names. */
    @Nullable
    GrantedToken token(Directory directory) {
        Matcher parts = TOKEN.matcher(token == null ? "" : token);
        GrantedToken found = parts.matches() ? directory.token(parts.group(2)) : null;
        return found != null && parts.group(1).equals(found.service().toString()) ? found : null;
    }
}
