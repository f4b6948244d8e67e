package io.p13n.offer.definition;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** So many are taken, and one more is refused with a word on how many are. */
class LimitsTest {

    private static final String SERVICE = """
            account: 1
            instance: 1
            name: web
            event_tables: [%s]
            identity: {keys: [%s], max_ids: %d}
            attributes: [%s]
            """;

    @Test
    void aServiceHasHundredTablesAndIdentityKeysAndTwoHundredAttributesAndIds() {
        assertThat(service(100, 100, 200, 200)).isInstanceOf(Reading.Read.class);

        isRefused(service(101, 1, 1, 1), "event_tables: has 101 elements; 1 to 100 are taken");
        isRefused(service(1, 101, 1, 1), "identity.keys: has 101 elements; 1 to 100 are taken");
        isRefused(service(1, 1, 201, 1), "identity.max_ids: must be a whole number from 1 to 200");
        isRefused(service(1, 1, 1, 201), "attributes: has 201 elements; at most 200 are taken");
    }

    @Test
    void aServiceHasFiftyTokens() {
        assertThat(account(50, 50)).isInstanceOf(Reading.Read.class);

        isRefused(account(51, 1), "tokens[50]: instance 1 has too many tokens; at most 50 are taken");
    }

    @Test
    void aListHasTwoAndAHalfThousandValues() {
        assertThat(list(500, 4)).isInstanceOf(Reading.Read.class);

        isRefused(list(501, 4), "attributes[0]: may hold 2505 values");
        isRefused(list(100, 21), "attributes[0].fields: has 21 elements; at most 20 are taken");
        isRefused(list(1001, 1), "attributes[0].max_items: must be a whole number from 1 to 1000");
    }

    private static Reading list(int items, int fields) {
        var list = "{name: cart, kind: list, on: any, id: product, max_items: %d, fields: [%s]}";
        return DefinitionReader.read(SERVICE.formatted(
                "shop.events", "{name: id}", 1, list.formatted(items, many(fields, i -> "f" + i))));
    }

    private static Reading service(int tables, int keys, int ids, int attributes) {
        return DefinitionReader.read(SERVICE.formatted(
                many(tables, i -> "shop.table_" + i),
                many(keys, i -> "{name: k" + i + "}"),
                ids,
                many(attributes, i -> "{name: a" + i + ", kind: imported, type: string}")));
    }

    private static Reading account(int one, int other) {
        var tokens = "{name: t%d, instance: %d, kind: private, digest: \"%s\"}";
        return DefinitionReader.read("account: 1\ntokens: [%s, %s]\n"
                .formatted(
                        many(one, i -> tokens.formatted(i, 1, Digest.ofSecret("one " + i))),
                        many(other, i -> tokens.formatted(i, 2, Digest.ofSecret("two " + i)))));
    }

    private static void isRefused(Reading reading, String message) {
        assertThat(reading).isInstanceOf(Reading.Refused.class);
        assertThat(((Reading.Refused) reading).problems())
                .singleElement()
                .asString()
                .contains(message);
    }

    private static String many(int count, IntFunction<String> each) {
        return IntStream.range(0, count).mapToObj(each).collect(Collectors.joining(", "));
    }
}
