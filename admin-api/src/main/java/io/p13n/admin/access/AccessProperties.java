package io.p13n.admin.access;

import io.p13n.offer.definition.Digest;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Who may call before an account has a master key.
 *
 * @param bootstrapKeys each counts only as long as its account has no active master key
 */
@ConfigurationProperties("p13n.admin")
record AccessProperties(@DefaultValue List<BootstrapKey> bootstrapKeys) {

    AccessProperties {
        bootstrapKeys = List.copyOf(bootstrapKeys);
    }

    /**
     * The digest of a master key.
     *
     * @param account at least 1
     * @param digest {@code sha256:} and 64 lower-case hexadecimal digits
     */
    record BootstrapKey(long account, String digest) {

        BootstrapKey {
            if (account < 1 || !Digest.isWritten(digest)) {
                throw new IllegalArgumentException(
                        "p13n.admin.bootstrap-keys need an account, at least 1, and a digest,"
                                + " sha256: and 64 lower-case hexadecimal digits");
            }
        }

        boolean is(long otherAccount, Digest other) {
            return account == otherAccount && Digest.parse(digest).equals(other);
        }

        /** Says nothing of the digest. */
        @Override
        public String toString() {
            return "BootstrapKey[account=" + account + "]";
        }
    }
}
