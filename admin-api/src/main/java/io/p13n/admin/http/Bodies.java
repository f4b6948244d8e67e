package io.p13n.admin.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.web.reactive.function.server.ServerRequest;
import reactor.core.publisher.Mono;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Reads bodies whole, within bounds of size and time. */
public final class Bodies {

    private static final int MOST_BYTES = 1 << 20;
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

    private Bodies() {}

    /** The body as text; fails with a {@link Faulted} if it is over 1 MiB, slower than 30 s, or not UTF-8. */
    public static Mono<String> text(ServerRequest request) {
        return DataBufferUtils.join(request.exchange().getRequest().getBody(), MOST_BYTES)
                .timeout(LONGEST)
                .map(Bodies::text)
                .defaultIfEmpty("")
                .onErrorMap(
                        DataBufferLimitException.class,
                        large -> Fault.TOO_LARGE.because("the body exceeds " + MOST_BYTES + " bytes"))
                .onErrorMap(
                        TimeoutException.class,
                        slow -> Fault.TOO_LARGE.because(
                                "the body did not arrive within " + LONGEST.toSeconds() + " s"));
    }

    /** The body as a JSON object; an empty body is an empty object. Fails as {@link #text}, and if it is none. */
    public static Mono<Map<String, Object>> object(ServerRequest request) {
        return text(request).map(Bodies::object);
    }

    private static Map<String, Object> object(String text) {
        try {
            Map<String, Object> read = text.isBlank() ? Map.of() : JSON.readValue(text, OBJECT);
            if (read != null) {
                return read;
            }
        } catch (JacksonException malformed) {
            // said below
        }
        throw Fault.INVALID.because("the body must be a JSON object");
    }

    private static String text(DataBuffer buffer) {
        byte[] bytes = new byte[buffer.readableByteCount()];
        buffer.read(bytes);
        DataBufferUtils.release(buffer);
        try {
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException foreign) {
            throw Fault.INVALID.because("the body is not UTF-8");
        }
    }
}
