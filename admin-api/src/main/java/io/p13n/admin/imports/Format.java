package io.p13n.admin.imports;

import io.p13n.admin.http.Fault;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.ServerRequest;

/**
 * How an upload is written.
 *
 * @param csv CSV with a header; otherwise one JSON object a line
 */
record Format(boolean csv, boolean gzip) {

    private static final MediaType CSV = MediaType.parseMediaType("text/csv");
    private static final MediaType NDJSON = MediaType.parseMediaType("application/x-ndjson");
    private static final int BUFFER = 64 * 1024;
    private static final byte[] MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    /** Throws a {@link io.p13n.admin.http.Faulted} if the headers name another one. */
    static Format of(ServerRequest request) {
        MediaType type = request.headers().contentType().orElse(MediaType.ALL);
        boolean csv = type.equalsTypeAndSubtype(CSV);
        if (!csv && !type.equalsTypeAndSubtype(NDJSON)) {
            throw Fault.UNSUPPORTED.because("Content-Type must be text/csv or application/x-ndjson");
        }
        String encoding = request.headers().asHttpHeaders().getFirst(HttpHeaders.CONTENT_ENCODING);
        if (encoding != null && !encoding.equals("gzip") && !encoding.equals("identity")) {
            throw Fault.UNSUPPORTED.because("Content-Encoding must be gzip, or left out");
        }
        return new Format(csv, "gzip".equals(encoding));
    }

    /** The rows in what was sent; closing them closes it. Blocks until its beginning has come. */
    Lines lines(InputStream sent, Target target) throws IOException {
        InputStream plain = withoutMark(gzip ? new GZIPInputStream(sent, BUFFER) : sent);
        return csv ? CsvLines.of(plain, target) : new JsonLines(new BufferedInputStream(plain, BUFFER));
    }

    /** Some programs begin text with a byte order mark. */
    private static InputStream withoutMark(InputStream bytes) throws IOException {
        var text = new PushbackInputStream(bytes, MARK.length);
        byte[] beginning = text.readNBytes(MARK.length);
        if (!Arrays.equals(beginning, MARK)) {
            text.unread(beginning);
        }
        return text;
    }
}
