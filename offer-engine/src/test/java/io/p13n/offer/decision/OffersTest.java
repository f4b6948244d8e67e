package io.p13n.offer.decision;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OffersTest {

    @Test
    void theProductDocumentsAnswerIsWrittenToTheLetter() {
        var offer = new Offer("offer_for_high_loyalty", outputs(Map.of("status", "high")), List.of("1588214"));

        assertThat(json(offer))
                .isEqualTo("{\"offers\":{\"offer_for_high_loyalty\":{\"attributes\":{\"status\":\"high\"},"
                        + "\"batch_segments\":[{\"id\":\"1588214\"}]}}}");
    }

    @Test
    void whatAPayloadDoesNotDefineIsNotThere() {
        assertThat(json()).isEqualTo("{\"offers\":{}}");
        assertThat(json(new Offer("x", null, null))).isEqualTo("{\"offers\":{\"x\":{}}}");
        assertThat(json(new Offer("x", outputs(Map.of()), List.of())))
                .isEqualTo("{\"offers\":{\"x\":{\"attributes\":{},\"batch_segments\":[]}}}");
    }

    @Test
    void valuesLookAsPeopleWriteThem() {
        var values = new LinkedHashMap<String, Object>();
        values.put("whole", 3.0);
        values.put("part", 0.1);
        values.put("minus", -0.0);
        values.put("large", 12_345_678_901.25);
        values.put("larger", 1e300);
        values.put("tiny", 0.000001);
        values.put("integer", new BigInteger("12345678901234567890"));
        values.put("time", Instant.EPOCH);
        values.put("nested", List.of(Map.of("a", true), 1L));

        assertThat(json(new Offer("x", outputs(values), null)))
                .isEqualTo("{\"offers\":{\"x\":{\"attributes\":{\"whole\":3,\"part\":0.1,\"minus\":0,"
                        + "\"large\":12345678901.25,\"larger\":1.0E300,\"tiny\":0.000001,"
                        + "\"integer\":12345678901234567890,\"time\":\"1970-01-01T00:00:00Z\","
                        + "\"nested\":[{\"a\":true},1]}}}}");
    }

    private static Outputs outputs(Map<String, Object> values) {
        return new Outputs(List.copyOf(values.keySet()), values.values().toArray());
    }

    private static String json(Offer... offers) {
        return new String(Offers.toJson(List.of(offers)), UTF_8);
    }
}
