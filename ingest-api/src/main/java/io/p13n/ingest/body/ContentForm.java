package io.p13n.ingest.body;

import io.p13n.ingest.failure.Refusal;
import java.util.List;
import java.util.Locale;
import org.springframework.http.HttpHeaders;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;

/** The content types and codings in which bodies may come. Parameters, such as a charset, make no difference. */
public final class ContentForm {

    private ContentForm() {}

    /**
     * The request's content type, without parameters.
     *
     * @param accepted the types that the route takes; the first is the one to recommend
     * @throws io.p13n.ingest.failure.Refused if it is none of them, or if the body is coded other than by gzip
     */
    public static MediaType require(HttpHeaders headers, List<MediaType> accepted) {
        String coding = coding(headers);
        if (!coding.equals("gzip") && !coding.equals("identity")) {
            throw Refusal.CONTENT_TYPE.because("Content-Encoding must be gzip, or left out");
        }
        return accepted.stream()
                .filter(type -> type.equalsTypeAndSubtype(type(headers)))
                .findFirst()
                .orElseThrow(() -> Refusal.CONTENT_TYPE.because("Content-Type must be " + accepted.get(0)));
    }

    static boolean isGzip(HttpHeaders headers) {
        return coding(headers).equals("gzip");
    }

    private static String coding(HttpHeaders headers) {
        List<String> codings = headers.getOrEmpty(HttpHeaders.CONTENT_ENCODING);
        if (codings.isEmpty()) {
            return "identity";
        }
        return String.join(",", codings).strip().toLowerCase(Locale.ROOT);
    }

    private static MediaType type(HttpHeaders headers) {
        String header = headers.getFirst(HttpHeaders.CONTENT_TYPE);
        try {
            return header == null ? MediaType.ALL : MediaType.parseMediaType(header);
        } catch (InvalidMediaTypeException malformed) {
            return MediaType.ALL; // told like any other type that is not ours
        }
    }
}
