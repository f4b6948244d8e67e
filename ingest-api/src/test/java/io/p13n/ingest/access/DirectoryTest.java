package io.p13n.ingest.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.p13n.offer.definition.AccountDocument;
import io.p13n.offer.definition.ApiKey;
import io.p13n.offer.definition.Digest;
import io.p13n.offer.definition.Token;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class DirectoryTest {

    @Test
    void whatHasExpiredIsNotFound() {
        Instant now = Instant.now();
        var directory = Directory.EMPTY.with(new AccountDocument(
                1,
                List.of(key("old", now), key("fresh", now.plus(Duration.ofHours(1)))),
                List.of(token("old", now), token("fresh", now.plus(Duration.ofHours(1))))));

        assertThat(directory.key("key old")).isNull();
        assertThat(directory.key("key fresh")).isNotNull();
        assertThat(directory.token("token old")).isNull();
        assertThat(directory.token("token fresh")).isNotNull();
    }

    private static ApiKey key(String name, Instant expiresAt) {
        return new ApiKey(
                name, ApiKey.Kind.WRITE, Digest.ofSecret("key " + name), false, List.of(), List.of(), null, expiresAt);
    }

    private static Token token(String name, Instant expiresAt) {
        return new Token(
                name, 2, Token.Kind.PRIVATE, Digest.ofSecret("token " + name), List.of(), List.of(), null, expiresAt);
    }
}
