package io.p13n.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import org.junit.jupiter.api.Test;

class IdDigestsTest {

    private final IdDigests digests = IdDigests.under("0123456789abcdef0123456789abcdef");

    @Test
    void anIdHasOneDigestAndEveryOtherIdAnother() {
        String ada = digests.of(new ServiceId(1, 2), "email", "ada@example.com");

        // printf '1/2/email=ada@example.com' | openssl dgst -sha256 -hmac 0123456789abcdef0123456789abcdef
        assertThat(ada).isEqualTo("42f1597505b8d77874d058d7391bdaf46cd928359912a0330e5b4df3c7bf66fe");
        assertThat(Set.of(
                        ada,
                        digests.of(new ServiceId(1, 3), "email", "ada@example.com"),
                        digests.of(new ServiceId(2, 2), "email", "ada@example.com"),
                        digests.of(new ServiceId(1, 2), "login", "ada@example.com"),
                        digests.of(new ServiceId(1, 2), "email", "ada@example.org"),
                        IdDigests.under("another secret, which is as long")
                                .of(new ServiceId(1, 2), "email", "ada@example.com")))
                .hasSize(6);
    }

    @Test
    void theFingerprintTellsSecretsApart() {
        assertThat(digests.fingerprint())
                .isEqualTo(IdDigests.under("0123456789abcdef0123456789abcdef").fingerprint())
                .isNotEqualTo(
                        IdDigests.under("another secret, which is as long").fingerprint());
    }

    @Test
    void aShortSecretIsRefused() {
        assertThatThrownBy(() -> IdDigests.under("short"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("p13n.erasure.secret has at least 32 characters");
    }
}
