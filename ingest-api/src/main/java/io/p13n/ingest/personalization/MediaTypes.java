package io.p13n.ingest.personalization;

import io.p13n.ingest.failure.Refusal;
import org.springframework.http.HttpHeaders;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.ServerRequest;

/** The content types in which an event may come. Parameters, such as a charset, make no difference. */
final class MediaTypes {

    private static final MediaType EVENT = new MediaType("application", "vnd.treasuredata.v1+json");

    private MediaTypes() {}

    static void require(ServerRequest request) {
        String header = request.headers().firstHeader(HttpHeaders.CONTENT_TYPE);
        try {
            MediaType type = header == null ? null : MediaType.parseMediaType(header);
            if (EVENT.equalsTypeAndSubtype(type) || MediaType.APPLICATION_JSON.equalsTypeAndSubtype(type)) {
                return;
            }
        } catch (InvalidMediaTypeException malformed) {
            // told below, like any other type that is not ours
        }
        throw Refusal.CONTENT_TYPE.because("Content-Type must be " + EVENT);
    }
}
