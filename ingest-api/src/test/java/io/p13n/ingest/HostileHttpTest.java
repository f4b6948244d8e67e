package io.p13n.ingest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Requests that no honest client sends: of two lengths, of none, of parts that hide another request. */
class HostileHttpTest {

    @RegisterExtension
    static final IngestSystem SYSTEM = new IngestSystem();

    private static final Pattern ANSWER = Pattern.compile("HTTP/1\\.1 ([0-9]{3}) ");

    /**
     * What is sent, and what may come of it.
     *
     * @param head the headers that are odd
     * @param body what follows them
     * @param statuses of the first answer
     */
    record Attack(String because, String head, String body, Integer... statuses) {
        @Override
        public String toString() {
            return because;
        }
    }

    static Stream<Attack> isRefusedAndTheConnectionWithIt() {
        String hidden = "GET /openapi.yaml HTTP/1.1\r\nHost: h\r\n\r\n";
        return Stream.of(
                new Attack("two lengths", "Content-Length: 2\r\nContent-Length: 40\r\n", "{}" + hidden, 400),
                new Attack("two lengths in one", "Content-Length: 2, 40\r\n", "{}" + hidden, 400),
                new Attack("a signed length", "Content-Length: +2\r\n", "{}" + hidden, 400),
                new Attack("a length of letters", "Content-Length: 0x2\r\n", "{}" + hidden, 400),
                new Attack(
                        "a coding that ends otherwise", "Transfer-Encoding: chunked, identity\r\n", hidden, 400, 415),
                new Attack("no chunk size", "Transfer-Encoding: chunked\r\n", "\r\n" + hidden, 400),
                new Attack("a negative chunk", "Transfer-Encoding: chunked\r\n", "-1\r\n" + hidden, 400),
                new Attack("a huge chunk", "Transfer-Encoding: chunked\r\n", "7fffffffffffffff\r\n" + hidden, 400, 413),
                new Attack("a header without a name", ": x\r\nContent-Length: 0\r\n", hidden, 400),
                new Attack("a space before the colon", "Content-Length : 2\r\n", "{}" + hidden, 400),
                new Attack("a nul in a header", "X-Odd: a\0b\r\nContent-Length: 0\r\n", hidden, 400));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void isRefusedAndTheConnectionWithIt(Attack attack) throws IOException {
        var request = new StringBuilder("POST /shop/web_events HTTP/1.1\r\nHost: ingest\r\n");
        Call.fromServer()
                .headers()
                .forEach((name, value) ->
                        request.append(name).append(": ").append(value).append("\r\n"));
        request.append(attack.head()).append("\r\n").append(attack.body());

        String answer = answerTo(request.toString());

        Matcher answers = ANSWER.matcher(answer);
        assertThat(answers.find()).as(answer).isTrue();
        assertThat(Integer.valueOf(answers.group(1))).isIn((Object[]) attack.statuses());
        assertThat(answers.find())
                .as("an answer to what was hidden: %s", answer)
                .isFalse();
    }

    /** All that comes until the other side hangs up. */
    private static String answerTo(String request) throws IOException {
        try (var caller = new Socket(InetAddress.getLoopbackAddress(), SYSTEM.port())) {
            caller.setSoTimeout(20_000);
            caller.getOutputStream().write(request.getBytes(ISO_8859_1));
            return new String(caller.getInputStream().readAllBytes(), ISO_8859_1);
        }
    }
}
