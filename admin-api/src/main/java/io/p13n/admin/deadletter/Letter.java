package io.p13n.admin.deadletter;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.p13n.contract.DeadLetterRecord;
import io.p13n.contract.EventHeaders;
import io.p13n.contract.MalformedHeaders;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * A letter as a person reads it.
 *
 * @param at when it failed last
 * @param headers as they are: a text, or {@code 0x} and hexadecimal digits where it is none
 * @param accepted what ingest stamped on the event; absent if that can't be read
 * @param body a text, or hexadecimal likewise
 */
record Letter(
        String origin,
        String reason,
        Instant at,
        Map<String, String> headers,
        @Nullable Accepted accepted,
        String body) {

    /** What ingest stamped on the event. */
    record Accepted(
            UUID recordId,
            Instant acceptedAt,
            @Nullable UUID uuid,
            String table,
            String key,
            @Nullable String token,
            long definitionVersion,
            String requestId) {

        static @Nullable Accepted in(Headers headers) {
            try {
                EventHeaders read = EventHeaders.read(headers);
                return new Accepted(
                        read.recordId(),
                        read.acceptedAt(),
                        read.uuid(),
                        read.table(),
                        read.key(),
                        read.token(),
                        read.definitionVersion(),
                        read.requestId());
            } catch (MalformedHeaders why) {
                return null; // perhaps the very reason of the letter
            }
        }
    }

    static Letter of(DeadLetterRecord dead) {
        var headers = new TreeMap<String, String>();
        dead.letter()
                .headers()
                .forEach(header ->
                        headers.put(header.key(), readable(header.value() == null ? new byte[0] : header.value())));
        return new Letter(
                dead.origin(),
                dead.reason(),
                Instant.ofEpochMilli(dead.letter().timestamp()),
                headers,
                Accepted.in(dead.letter().headers()),
                readable(dead.letter().value()));
    }

    private static String readable(byte[] value) {
        try {
            String text = UTF_8.newDecoder().decode(ByteBuffer.wrap(value)).toString();
            return text.chars().noneMatch(Letter::isBinary)
                    ? text
                    : "0x" + HexFormat.of().formatHex(value);
        } catch (CharacterCodingException binary) {
            return "0x" + HexFormat.of().formatHex(value);
        }
    }

    private static boolean isBinary(int character) {
        return Character.isISOControl(character) && !Character.isWhitespace(character);
    }
}
