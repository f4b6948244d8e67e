package io.p13n.contract;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.UUID;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * What ingest stamped on an event: the headers of its Kafka record.
 *
 * <p>Law: beside the profile, the definition and batch data, a decision reads nothing but the record's value (the JSON
 * that the caller sent) and these headers. So a replay decides the same.
 *
 * @param recordId the event's id made by ingest, a UUIDv7
 * @param acceptedAt the moment of acceptance, to the millisecond, in the years 1970 to 9999: the decision's "now"
 * @param uuid the event's id from its sender, if it sent one
 * @param table the event's table, {@code database.table}
 * @param key the name of the API key by which it came
 * @param token the name of the token by which it came; absent on the ingest API, which takes none
 * @param caller what kind of caller sent it
 * @param definitionVersion the version of the service's definition that ingest held
 * @param requestId names the HTTP request through logs and traces
 * @param replyTo whom to tell the decision; absent if nobody waits
 * @param traceparent the W3C trace context, if the request is traced
 */
public record EventHeaders(
        UUID recordId,
        Instant acceptedAt,
        @Nullable UUID uuid,
        String table,
        String key,
        @Nullable String token,
        CallerKind caller,
        long definitionVersion,
        String requestId,
        @Nullable ReplyTo replyTo,
        @Nullable String traceparent) {

    /** What kind of token the caller presented. */
    public enum CallerKind {
        PUBLIC,
        PRIVATE
    }

    /** The end of the year 9999, which every reader of a date can take. */
    private static final long LATEST = 253_402_300_799_999L;

    private static final String RECORD_ID = "id";
    private static final String ACCEPTED_AT = "at";
    private static final String UUID_OF_SENDER = "uuid";
    private static final String TABLE = "table";
    private static final String KEY = "key";
    private static final String TOKEN = "token";
    private static final String CALLER = "caller";
    private static final String DEFINITION_VERSION = "definition";
    private static final String REQUEST_ID = "request";
    private static final String CORRELATION_ID = "correlation";
    private static final String REPLY_ADDRESS = "reply";
    private static final String DEADLINE = "deadline";
    private static final String TRACEPARENT = "traceparent";

    /** Adds these headers to those of a record. */
    public void writeTo(Headers headers) {
        headers.add(RECORD_ID, bytes(recordId));
        headers.add(ACCEPTED_AT, bytes(acceptedAt.toEpochMilli()));
        headers.add(TABLE, bytes(table));
        headers.add(KEY, bytes(key));
        headers.add(CALLER, bytes(caller.name()));
        headers.add(DEFINITION_VERSION, bytes(definitionVersion));
        headers.add(REQUEST_ID, bytes(requestId));
        if (token != null) {
            headers.add(TOKEN, bytes(token));
        }
        if (uuid != null) {
            headers.add(UUID_OF_SENDER, bytes(uuid));
        }
        if (replyTo != null) {
            headers.add(CORRELATION_ID, bytes(replyTo.correlationId()));
            headers.add(REPLY_ADDRESS, bytes(replyTo.address().toString()));
            headers.add(DEADLINE, bytes(replyTo.deadline().toEpochMilli()));
        }
        if (traceparent != null) {
            headers.add(TRACEPARENT, bytes(traceparent));
        }
    }

    /**
     * Reads the headers of a record.
     *
     * @throws MalformedHeaders if a header is missing or out of form
     */
    public static EventHeaders read(Headers headers) {
        return new EventHeaders(
                uuid(RECORD_ID, required(headers, RECORD_ID)),
                acceptedAt(number(ACCEPTED_AT, required(headers, ACCEPTED_AT))),
                optionalUuid(headers),
                text(required(headers, TABLE)),
                text(required(headers, KEY)),
                optionalText(headers, TOKEN),
                caller(text(required(headers, CALLER))),
                number(DEFINITION_VERSION, required(headers, DEFINITION_VERSION)),
                text(required(headers, REQUEST_ID)),
                replyTo(headers),
                optionalText(headers, TRACEPARENT));
    }

    private static Instant acceptedAt(long milliseconds) {
        if (milliseconds < 0 || milliseconds > LATEST) {
            throw new MalformedHeaders(ACCEPTED_AT);
        }
        return Instant.ofEpochMilli(milliseconds);
    }

    /** Whether a header of this name is about the reply. */
    static boolean isOfReply(String name) {
        return name.equals(CORRELATION_ID) || name.equals(REPLY_ADDRESS) || name.equals(DEADLINE);
    }

    private static @Nullable ReplyTo replyTo(Headers headers) {
        if (headers.lastHeader(CORRELATION_ID) == null) {
            return null;
        }
        try {
            return new ReplyTo(
                    ReplyAddress.parse(text(required(headers, REPLY_ADDRESS))),
                    uuid(CORRELATION_ID, required(headers, CORRELATION_ID)),
                    Instant.ofEpochMilli(number(DEADLINE, required(headers, DEADLINE))));
        } catch (IllegalArgumentException malformed) {
            throw new MalformedHeaders(REPLY_ADDRESS, malformed);
        }
    }

    private static @Nullable UUID optionalUuid(Headers headers) {
        return headers.lastHeader(UUID_OF_SENDER) == null
                ? null
                : uuid(UUID_OF_SENDER, required(headers, UUID_OF_SENDER));
    }

    private static @Nullable String optionalText(Headers headers, String name) {
        return headers.lastHeader(name) == null ? null : text(required(headers, name));
    }

    private static byte[] required(Headers headers, String name) {
        Header header = headers.lastHeader(name);
        if (header == null || header.value() == null) {
            throw new MalformedHeaders(name);
        }
        return header.value();
    }

    private static CallerKind caller(String name) {
        try {
            return CallerKind.valueOf(name);
        } catch (IllegalArgumentException unknown) {
            throw new MalformedHeaders(CALLER, unknown);
        }
    }

    private static UUID uuid(String name, byte[] value) {
        if (value.length != 2 * Long.BYTES) {
            throw new MalformedHeaders(name);
        }
        ByteBuffer buffer = ByteBuffer.wrap(value);
        return new UUID(buffer.getLong(), buffer.getLong());
    }

    private static long number(String name, byte[] value) {
        if (value.length != Long.BYTES) {
            throw new MalformedHeaders(name);
        }
        return ByteBuffer.wrap(value).getLong();
    }

    private static String text(byte[] value) {
        return new String(value, UTF_8);
    }

    private static byte[] bytes(UUID value) {
        return ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(value.getMostSignificantBits())
                .putLong(value.getLeastSignificantBits())
                .array();
    }

    private static byte[] bytes(long value) {
        return ByteBuffer.allocate(Long.BYTES).putLong(value).array();
    }

    private static byte[] bytes(String value) {
        return value.getBytes(UTF_8);
    }
}
