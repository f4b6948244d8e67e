package io.p13n.offer.event;

import com.google.common.base.Utf8;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the body of an event, as the HTTP contract has it. */
public final class EventReader {

    private static final long LATEST_SECOND = 253_402_300_799L;
    private static final Pattern UUID_TEXT =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");

    private EventReader() {}

    /**
     * Reads one JSON object. Never throws, whatever the bytes.
     *
     * @param body UTF-8 without a byte order mark; its size is the caller's to limit
     */
    public static EventReading read(byte[] body) {
        if (!isJsonText(body)) {
            return new UnacceptableEvent("the body is not UTF-8 text; send one JSON object in UTF-8");
        }
        try (var json = new JsonReader(body)) {
            return event(json.object());
        } catch (Unacceptable e) {
            return new UnacceptableEvent(e.reason());
        }
    }

    /**
     * Reads one JSON object as the fields of events are read, whatever its members are called. Never throws.
     *
     * @param text UTF-8 without a byte order mark; its size is the caller's to limit
     */
    public static ObjectReading object(byte[] text) {
        if (!isJsonText(text)) {
            return new ObjectReading.Unreadable("is not UTF-8 text");
        }
        try (var json = new JsonReader(text)) {
            return new ObjectReading.Members(json.object());
        } catch (Unacceptable e) {
            return new ObjectReading.Unreadable(e.reason());
        }
    }

    /** A zero byte among the first four would make the parser guess at UTF-16 or UTF-32. */
    private static boolean isJsonText(byte[] body) {
        for (int i = 0; i < Math.min(4, body.length); i++) {
            if (body[i] == 0) {
                return false;
            }
        }
        var marked = body.length > 2 && body[0] == (byte) 0xEF && body[1] == (byte) 0xBB && body[2] == (byte) 0xBF;
        return !marked && Utf8.isWellFormed(body);
    }

    private static Event event(Map<String, Object> members) throws Unacceptable {
        var fields = new LinkedHashMap<>(members);
        var time = time(fields.remove("time"));
        var uuid = uuid(fields.remove("uuid"));
        if (fields.get("attributes") instanceof Map<?, ?> attributes) {
            fields.remove("attributes");
            attributes.forEach((name, value) -> fields.put((String) name, value));
        }
        return new Event(fields, time, uuid);
    }

    private static @Nullable Long time(@Nullable Object value) throws Unacceptable {
        if (value == null) {
            return null;
        }
        if (value instanceof Long seconds && seconds >= 0 && seconds <= LATEST_SECOND) {
            return seconds;
        }
        throw new Unacceptable("`time` must be an integer, seconds since 1970-01-01T00:00:00Z, from 0 to "
                + LATEST_SECOND + "; leave it out for the moment of acceptance");
    }

    private static @Nullable UUID uuid(@Nullable Object value) throws Unacceptable {
        if (value == null) {
            return null;
        }
        if (value instanceof String text && UUID_TEXT.matcher(text).matches()) {
            return UUID.fromString(text);
        }
        throw new Unacceptable("`uuid` must be a UUID in text form, like 01890a5d-ac96-774b-bcce-b302099a8057;"
                + " leave it out to have one made");
    }
}
