package io.p13n.offer.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.Generate.byteArrays;
import static org.quicktheories.generators.Generate.bytes;
import static org.quicktheories.generators.SourceDSL.integers;
import static org.quicktheories.generators.SourceDSL.lists;
import static org.quicktheories.generators.SourceDSL.longs;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EventReaderPropertiesTest {

    private static final List<String> PIECES = List.of(
            "{",
            "}",
            "[",
            "]",
            ":",
            ",",
            "\"",
            "\"a\"",
            "\"time\"",
            "\"uuid\"",
            "\"attributes\"",
            "null",
            "true",
            "-",
            "0",
            "1e999",
            "99999999999999999999",
            "\\",
            "\\ud800",
            "\\u0000",
            "é",
            " ",
            "\n",
            "\u0000",
            "/*",
            "{\"a\":1}");

    private static final byte[] BODY =
            "{\"email\":\"a@b\",\"time\":1700000000,\"uuid\":\"01890a5d-ac96-774b-bcce-b302099a8057\",\"attributes\":{\"n\":[1,2.5e3,\"\\u00e9\",null]}}"
                    .getBytes(UTF_8);

    @Test
    void randomBytesNeverThrow() {
        qt().withExamples(3000)
                .forAll(byteArrays(integers().between(0, 40), bytes(Byte.MIN_VALUE, Byte.MAX_VALUE, (byte) 0)))
                .check(EventReaderPropertiesTest::isAnswered);
    }

    @Test
    void piecesOfJsonNeverThrow() {
        qt().withExamples(5000)
                .forAll(lists().of(integers().between(0, PIECES.size() - 1)).ofSizeBetween(0, 20))
                .check(picks -> isAnswered(
                        String.join("", picks.stream().map(PIECES::get).toList())
                                .getBytes(UTF_8)));
    }

    @Test
    void damagedBodiesNeverThrow() {
        qt().withExamples(5000).forAll(longs().all()).check(seed -> isAnswered(damaged(new Random(seed))));
    }

    private static byte[] damaged(Random random) {
        var body = BODY.clone();
        for (int i = 0; i <= random.nextInt(4); i++) {
            body[random.nextInt(body.length)] = (byte) random.nextInt(256);
        }
        return body;
    }

    private static boolean isAnswered(byte[] body) {
        var reading = EventReader.read(body);
        return reading instanceof Event event
                ? event.time() == null || event.time() >= 0
                : !((UnacceptableEvent) reading).reason().isBlank();
    }
}
