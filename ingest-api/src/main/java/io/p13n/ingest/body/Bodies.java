package io.p13n.ingest.body;

import io.p13n.ingest.failure.Refusal;
import io.p13n.ingest.failure.Refused;
import io.p13n.ingest.inflight.InFlight.Place;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.zip.GZIPInputStream;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;
import org.springframework.util.unit.DataSize;
import org.springframework.web.reactive.function.server.ServerRequest;
import reactor.core.publisher.Mono;

/** Reads bodies whole, within bounds of size, time and memory. */
@Component
public class Bodies {

    private final BodyProperties properties;

    Bodies(BodyProperties properties) {
        this.properties = properties;
    }

    /**
     * The request's body, inflated if it is gzip.
     *
     * @param place pays for the memory until the request ends
     * @param limit of the body as received and as inflated; nothing beyond it is ever read or inflated
     * @return fails with {@link io.p13n.ingest.failure.Refused} if it is too large, too slow, or no gzip
     */
    public Mono<byte[]> read(ServerRequest request, Place place, DataSize limit) {
        ServerHttpRequest http = request.exchange().getRequest();
        boolean gzip = ContentForm.isGzip(http.getHeaders());
        int most = Math.toIntExact(gzip ? deflated(limit.toBytes()) : limit.toBytes());
        if (http.getHeaders().getContentLength() > most) {
            return Mono.error(tooLarge(limit));
        }
        Mono<byte[]> received = DataBufferUtils.join(http.getBody().map(buffer -> paid(buffer, place)), most)
                .map(Bodies::bytes)
                .defaultIfEmpty(new byte[0])
                .timeout(properties.timeout(), Mono.error(this::tooSlow))
                .onErrorMap(DataBufferLimitException.class, large -> tooLarge(limit));
        return gzip ? received.map(body -> inflated(body, place, limit)) : received;
    }

    private static DataBuffer paid(DataBuffer buffer, Place place) {
        try {
            place.hold(buffer.readableByteCount());
            return buffer;
        } catch (Refused noMemory) {
            DataBufferUtils.release(buffer); // nobody after this step will see it
            throw noMemory;
        }
    }

    /** What cannot be made smaller grows a little when it is deflated. */
    private static long deflated(long limit) {
        return limit + limit / 64 + 1024;
    }

    private static byte[] bytes(DataBuffer buffer) {
        byte[] bytes = new byte[buffer.readableByteCount()];
        buffer.read(bytes);
        DataBufferUtils.release(buffer);
        return bytes;
    }

    private static byte[] inflated(byte[] body, Place place, DataSize limit) {
        try (var gzip = new GZIPInputStream(new ByteArrayInputStream(body))) {
            byte[] inflated = gzip.readNBytes(Math.toIntExact(limit.toBytes()));
            place.hold(inflated.length);
            if (gzip.read() >= 0) {
                throw tooLarge(limit);
            }
            return inflated;
        } catch (IOException malformed) {
            throw Refusal.EVENT.because("the body is not the gzip that Content-Encoding says");
        }
    }

    private static RuntimeException tooLarge(DataSize limit) {
        return Refusal.BODY_TOO_LARGE.because("the body exceeds " + limit.toBytes() + " bytes");
    }

    private RuntimeException tooSlow() {
        return Refusal.BODY_TOO_SLOW.because(
                "the body did not arrive within " + properties.timeout().toMillis() + " ms");
    }
}
