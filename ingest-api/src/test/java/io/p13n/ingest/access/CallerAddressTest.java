package io.p13n.ingest.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who the caller is, whatever it says of itself. The proxies are 10.0.0.0/8 and 2001:db8:f::/48. */
class CallerAddressTest {

    private final CallerAddress addresses =
            new CallerAddress(new ProxyProperties(List.of("10.0.0.0/8", "2001:db8:f::/48")));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "unknown",
            value = {
                // peer | X-Forwarded-For | caller
                "192.0.2.1 | 10.9.8.7 | 192.0.2.1", // not a proxy of ours: what it says is not heard
                "10.0.0.1  | 192.0.2.7 | 192.0.2.7",
                "10.0.0.1  | 10.9.9.9, 192.0.2.7 | 192.0.2.7", // the caller's own invention stands on the left
                "10.0.0.1  | 203.0.113.5, 192.0.2.7, 10.0.0.2 | 192.0.2.7",
                "10.0.0.1  | 10.0.0.3, 10.0.0.2 | 10.0.0.3", // proxies alone: one of them calls
                "10.0.0.1  | 192.0.2.7:4711 | 192.0.2.7",
                "10.0.0.1  | [2001:db8::7]:4711 | 2001:db8::7",
                "10.0.0.1  | 2001:db8::7 | 2001:db8::7",
                "10.0.0.1  | ::ffff:10.0.0.2 | 10.0.0.2",
                "10.0.0.1  | 192.0.2.7, nonsense | unknown",
                "10.0.0.1  | localhost | unknown",
                "10.0.0.1  | '' | unknown",
                "10.0.0.1  | '192.0.2.7,' | unknown",
                "2001:db8:f::1 | 192.0.2.1, 2001:db8:a::7, 2001:db8:f::2 | 2001:db8:a::7",
                "2001:db8:a::1 | 192.0.2.1 | 2001:db8:a::1",
                "::ffff:10.0.0.1 | 192.0.2.7 | 192.0.2.7",
            })
    void theRightmostAddressThatIsNoProxysIsTheCallers(String peer, String forwardedFor, @Nullable String caller)
            throws Exception {
        assertThat(addresses.of(address(peer), List.of(), List.of(forwardedFor)))
                .isEqualTo(address(caller));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            nullValues = "unknown",
            value = {
                "for=192.0.2.7 | 192.0.2.7",
                "for=10.9.9.9, for=192.0.2.7;proto=https;by=10.0.0.1 | 192.0.2.7",
                "proto=https; For=\"[2001:db8::7]:4711\" | 2001:db8::7",
                "for=\"192.0.2.7:4711\", for=10.0.0.2 | 192.0.2.7",
                "for=unknown | unknown",
                "for=_hidden, for=10.0.0.2 | unknown",
                "for=192.0.2.7, proto=https | unknown",
            })
    void forwardedSaysTheSame(String forwarded, @Nullable String caller) throws Exception {
        assertThat(addresses.of(address("10.0.0.1"), List.of(forwarded), List.of()))
                .isEqualTo(address(caller));
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "unknown",
            value = {
                "for=192.0.2.7, 192.0.2.7, 192.0.2.7",
                "for=203.0.113.5, 192.0.2.7, unknown", // one of them is the caller's invention
                "for=unknown, 192.0.2.7, unknown",
            })
    void whereBothSpeakTheyMustAgree(String forwarded, String forwardedFor, @Nullable String caller) throws Exception {
        assertThat(addresses.of(address("10.0.0.1"), List.of(forwarded), List.of(forwardedFor)))
                .isEqualTo(address(caller));
    }

    @ParameterizedTest
    @CsvSource({"203.0.113.5, 192.0.2.7", "10.9.9.9, 192.0.2.7"})
    void severalLinesCountAsOne(String first, String second) throws Exception {
        assertThat(addresses.of(address("10.0.0.1"), List.of(), List.of(first, second)))
                .isEqualTo(address("192.0.2.7"));
    }

    private static @Nullable InetAddress address(@Nullable String literal) throws Exception {
        return literal == null ? null : InetAddress.getByName(literal);
    }
}
