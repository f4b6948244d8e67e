package io.p13n.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContractFormsTest {

    @Test
    void topicsNameTheirService() {
        assertThat(Topics.events(new ServiceId(1, 2))).isEqualTo("p13n.events.1.2");
        assertThat(Topics.deadLetters(new ServiceId(1, 2))).isEqualTo("p13n.dead-letters.1.2");
        assertThat(Topics.events(ServiceId.none(1))).isEqualTo("p13n.events.1.0");
    }

    @Test
    void theRecordKeyIsLedByTheService() {
        UUID recordId = RecordId.next();

        assertThat(RecordKey.of(new ServiceId(1, 2), "email", "ada@example.com"))
                .isEqualTo("1/2/email=ada@example.com");
        assertThat(RecordKey.of(new ServiceId(1, 2), recordId)).isEqualTo("1/2/" + recordId);
    }

    @Test
    void recordIdsAreOfVersionSevenAndCarryTheirTime() {
        long before = System.currentTimeMillis();
        UUID id = RecordId.next();
        long after = System.currentTimeMillis();

        assertThat(id.version()).isEqualTo(7);
        assertThat(id.variant()).isEqualTo(2);
        assertThat(id.getMostSignificantBits() >>> 16).isBetween(before, after);
        assertThat(id).isNotEqualTo(RecordId.next());
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost:7070", "10.0.0.7:1", "::1:65535"})
    void replyAddressesReadBack(String text) {
        assertThat(ReplyAddress.parse(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", ":7070", "localhost:0", "localhost:x", ""})
    void whatIsNoReplyAddressIsRefused(String text) {
        assertThatThrownBy(() -> ReplyAddress.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"account/1", "service/1/2"})
    void definitionKeysReadBack(String text) {
        assertThat(DefinitionKey.parse(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"service/1", "tenant/1", "account/x", "service/0/1", "service/1/0", "service/1/-1"})
    void whatIsNoDefinitionKeyIsRefused(String text) {
        assertThatThrownBy(() -> DefinitionKey.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, true",
        "10.255.0.1, true",
        "172.16.0.1, true",
        "172.32.0.1, false",
        "8.8.8.8, false",
        "::1, true",
        "::ffff:10.0.0.1, true",
        "fd00::1, true",
        "2001:db8::1, false"
    })
    void theDefaultRangesAreLoopbackAndPrivate(String address, boolean inside) throws UnknownHostException {
        AddressRanges ranges = AddressRanges.parse(AddressRanges.LOOPBACK_AND_PRIVATE);

        assertThat(ranges.contains(InetAddress.getByName(address))).isEqualTo(inside);
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.0/33", "intranet", "", "*", "10.0.*.1", "10.0.0.1-7"})
    void whatIsNoRangeIsNamed(String text) {
        assertThatThrownBy(() -> AddressRanges.parse(List.of(text)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + text + "'");
    }
}
