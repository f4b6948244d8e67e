package io.p13n.admin.account;

import io.p13n.offer.definition.Digest;
import java.security.SecureRandom;
import java.util.HexFormat;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * A new key or token. It is shown once, to who asked for it, and kept nowhere.
 *
 * @param plain hexadecimal digits
 */
record Secret(String plain) {

    private static final SecureRandom RANDOM = new SecureRandom();

    /** Drawn on a thread that may block, for the system's randomness is a file. */
    static Mono<Secret> make(int digits) {
        return Mono.fromCallable(() -> drawn(digits)).subscribeOn(Schedulers.boundedElastic());
    }

    private static Secret drawn(int digits) {
        byte[] drawn = new byte[digits / 2];
        RANDOM.nextBytes(drawn);
        return new Secret(HexFormat.of().formatHex(drawn));
    }

    Digest digest() {
        return Digest.ofSecret(plain);
    }

    /** Says nothing of it. */
    @Override
    public String toString() {
        return "Secret[]";
    }
}
