package io.p13n.ingest.records;

import io.p13n.ingest.failure.Refusal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/**
 * Cuts the body of a request into its events, each as it was sent. What is in an event is not judged here, so that one
 * that is not acceptable spoils no other; only what is no JSON at all spoils the whole.
 */
final class Batch {

    /** Deeper than any acceptable event, so that it is the event that is refused. */
    private static final int MAX_DEPTH = 10_000;

    private static final byte[] NO_OBJECT = {'[', ']'};

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private Batch() {}

    /**
     * The events of {@code {"events": […]}} or {@code {"records": […]}}.
     *
     * @throws io.p13n.ingest.failure.Refused if the body is neither, or has none or too many of them
     */
    static List<byte[]> read(byte[] body, int maxEvents) {
        try (JsonParser json = FACTORY.createParser(ObjectReadContext.empty(), body)) {
            List<byte[]> events = isJsonText(body) ? events(json, body) : null;
            if (events == null || events.isEmpty() || events.size() > maxEvents) {
                throw Refusal.EVENT.because(
                        "the body must be {\"events\": […]} or {\"records\": […]} with 1 to " + maxEvents + " events");
            }
            return events;
        } catch (JacksonException malformed) {
            throw Refusal.EVENT.because("the body is not valid JSON; send {\"events\": […]} in UTF-8");
        }
    }

    /** Neither a mark nor zeros, which would make the parser guess at UTF-16, where places are no bytes. */
    private static boolean isJsonText(byte[] body) {
        for (int i = 0; i < Math.min(4, body.length); i++) {
            if (body[i] == 0) {
                return false;
            }
        }
        return body.length > 0 && body[0] > 0;
    }

    private static @Nullable List<byte[]> events(JsonParser json, byte[] body) {
        if (json.nextToken() != JsonToken.START_OBJECT) {
            return null;
        }
        List<byte[]> events = null;
        for (String name = json.nextName(); name != null; name = json.nextName()) {
            JsonToken value = json.nextToken();
            if ((name.equals("events") || name.equals("records")) && value == JsonToken.START_ARRAY) {
                events = elements(json, body);
            } else {
                json.skipChildren();
            }
        }
        return json.nextToken() == null ? events : null;
    }

    private static List<byte[]> elements(JsonParser json, byte[] body) {
        var elements = new ArrayList<byte[]>();
        for (JsonToken token = json.nextToken(); token != JsonToken.END_ARRAY; token = json.nextToken()) {
            long start = json.currentTokenLocation().getByteOffset();
            json.skipChildren();
            long end = json.currentLocation().getByteOffset();
            elements.add(
                    token == JsonToken.START_OBJECT ? Arrays.copyOfRange(body, (int) start, (int) end) : NO_OBJECT);
        }
        return elements;
    }
}
