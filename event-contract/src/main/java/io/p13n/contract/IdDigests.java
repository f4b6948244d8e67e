package io.p13n.contract;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Names ids without telling them: HMAC-SHA-256, under the installation's erasure secret, of the account, the instance,
 * the identity key and the normalised value. Whoever has the secret can tell whether an id that he has is meant; nobody
 * can read an id out of a digest. Safe for many threads.
 */
public final class IdDigests {

    private static final String ALGORITHM = "HmacSHA256";
    private static final int SHORTEST_SECRET = 32;
    private static final int FINGERPRINT_DIGITS = 16;

    private final Mac prototype;

    private IdDigests(Mac prototype) {
        this.prototype = prototype;
    }

    /**
     * Digests under this secret.
     *
     * @throws IllegalArgumentException if it is shorter than 32 characters
     */
    public static IdDigests under(String secret) {
        if (secret.length() < SHORTEST_SECRET) {
            throw new IllegalArgumentException("p13n.erasure.secret has at least " + SHORTEST_SECRET
                    + " characters; `openssl rand -hex 32` makes one");
        }
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret.getBytes(UTF_8), ALGORITHM));
            return new IdDigests(mac);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible); // every Java platform has it
        }
    }

    /** The digest of one id of one service, 64 hexadecimal digits. */
    public String of(ServiceId service, String identityKey, String value) {
        return hex(RecordKey.of(service, identityKey, value));
    }

    /** Tells secrets apart, and nothing else of them: 16 hexadecimal digits. */
    public String fingerprint() {
        return hex("p13n.erasure.secret").substring(0, FINGERPRINT_DIGITS);
    }

    private String hex(String text) {
        try {
            Mac mac = (Mac) prototype.clone();
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(UTF_8)));
        } catch (CloneNotSupportedException impossible) {
            throw new IllegalStateException(impossible); // the platform's own HMAC can be cloned
        }
    }
}
