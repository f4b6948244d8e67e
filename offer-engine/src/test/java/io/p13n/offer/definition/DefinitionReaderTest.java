package io.p13n.offer.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.longs;

import io.p13n.offer.TestData;
import io.p13n.offer.definition.AttributeDefinition.Counter;
import io.p13n.offer.definition.AttributeDefinition.Increment;
import io.p13n.offer.definition.PayloadDefinition.Entry;
import io.p13n.offer.definition.TextTemplate.Part;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class DefinitionReaderTest {

    private static final String ACCOUNT = """
            account: 1
            api_keys:
              - {name: backend, kind: write, digest: "%1$s"}
              - {name: pages, kind: write, digest: "%2$s", page: true, tables: [shop.web_events], origins: ["https://shop.example"], rate_limit: 500/s, expires_at: 2026-12-01T00:00:00Z}
            tokens:
              - {name: site, instance: 2, kind: public, digest: "%1$s", allowed_origins: ["http://localhost:8080"], rate_limit: 2/m}
              - {name: site, instance: 3, kind: private, digest: "%3$s", allowed_ips: ["10.0.0.0/8", "2001:db8::/32", "::1", "127.0.0.1"]}
            """;

    private static final String SERVICE =
            TestData.text(TestData.map(TestData.yaml("decisions/shop.yaml")), "definition");

    @TestFactory
    Stream<DynamicTest> refusedDocuments() {
        return TestData.maps(TestData.yaml("documents/refused.yaml")).stream()
                .map(row -> DynamicTest.dynamicTest(TestData.text(row, "case"), () -> isRefused(row)));
    }

    private static void isRefused(Map<String, Object> row) {
        var problems = problems(TestData.text(row, "document"));
        var expected = TestData.list(row.getOrDefault("problems", List.of()));
        assertThat(problems).as(String.join("\n", problems)).hasSameSizeAs(expected);
        for (int i = 0; i < expected.size(); i++) {
            assertThat(problems.get(i)).contains((String) expected.get(i));
        }
    }

    @Test
    void anAccountIsRead() {
        var one = Digest.ofSecret("one");
        var document = read(ACCOUNT.replace("\"%1$s\", allowed", "\"%4$s\", allowed")
                .formatted(one, Digest.ofSecret("two"), Digest.ofSecret("three"), Digest.ofSecret("four")));

        assertThat(document)
                .isEqualTo(new AccountDocument(
                        1,
                        List.of(
                                new ApiKey("backend", ApiKey.Kind.WRITE, one, false, List.of(), List.of(), null, null),
                                new ApiKey(
                                        "pages",
                                        ApiKey.Kind.WRITE,
                                        Digest.ofSecret("two"),
                                        true,
                                        List.of("shop.web_events"),
                                        List.of("https://shop.example"),
                                        new RateLimit(500, Duration.ofSeconds(1)),
                                        Instant.parse("2026-12-01T00:00:00Z"))),
                        List.of(
                                new Token(
                                        "site",
                                        2,
                                        Token.Kind.PUBLIC,
                                        Digest.ofSecret("four"),
                                        List.of("http://localhost:8080"),
                                        List.of(),
                                        new RateLimit(2, Duration.ofMinutes(1)),
                                        null),
                                new Token(
                                        "site",
                                        3,
                                        Token.Kind.PRIVATE,
                                        Digest.ofSecret("three"),
                                        List.of(),
                                        List.of("10.0.0.0/8", "2001:db8::/32", "::1", "127.0.0.1"),
                                        null,
                                        null))));
    }

    @Test
    void aServiceIsRead() {
        var service = TestData.service(SERVICE);

        assertThat(service.eventTables()).containsExactly("shop.web_events", "shop.orders");
        assertThat(service.identity().maxIds()).isEqualTo(200);
        assertThat(service.identity().keys().get(1))
                .isEqualTo(new IdentityKey(
                        "email", "^[^@]+@[^@]+$", List.of("test@test.com"), IdentityKey.Normalize.LOWERCASE, false));
        assertThat(service.attributes())
                .contains(
                        new Counter(
                                "views",
                                "page_view",
                                new Increment.Constant(BigDecimal.ONE),
                                Duration.ofHours(24),
                                Map.of("last_hour", Duration.ofHours(1)),
                                false),
                        new Counter("spend", "purchase", new Increment.Field("amount"), null, Map.of(), false));
        var greeting = service.personalizations().get(0).offers().get(0);
        assertThat(greeting.payload().attributes())
                .containsEntry(
                        "hello",
                        new Entry.Text(new TextTemplate(List.of(
                                new Part.Literal("Welcome back, "),
                                new Part.Reference("first_name", "there"),
                                new Part.Literal("!")))));
    }

    @Test
    void anExpressionKnowsItsPlace() {
        var keyEvent = TestData.service(SERVICE).keyEvents().get(0);

        assertThat(keyEvent.when())
                .isEqualTo(new Expression("event.event_name == \"page_view\"", "key_events[0].when", 11, 53));
    }

    @Test
    void jsonIsReadAlike() {
        var json = TestData.json(TestData.parsed(SERVICE));

        assertThat(TestData.service(json).attributes())
                .isEqualTo(TestData.service(SERVICE).attributes());
        assertThat(problems("{\"account\": 1, \"tokens\": [{\"name\": \"\\ud83d\\ude00\\/\"}]}"))
                .noneSatisfy(problem -> assertThat(problem).contains("surrogate"));
        assertThat(read("{\n\t\"account\": 7,\n\t\"tokens\": [],\n\t\"api_keys\": []\n}"))
                .isEqualTo(new AccountDocument(7, List.of(), List.of()));
    }

    @Test
    void hugeAndDeepDocumentsAreRefused() {
        assertThat(problems("account: " + "1".repeat(1 << 20)))
                .singleElement()
                .asString()
                .contains("over 1 MB");
        assertThat(problems("[".repeat(500_000))).singleElement().asString().contains("nested too deep");
        assertThat(problems("a: ".repeat(100))).isNotEmpty();
    }

    @Test
    void damagedDocumentsNeverThrow() {
        qt().withExamples(500).forAll(longs().all()).check(seed -> isAnswered(damaged(new Random(seed))));
    }

    private static String damaged(Random random) {
        var text = new StringBuilder(SERVICE);
        for (int i = 0; i <= random.nextInt(5); i++) {
            var at = random.nextInt(text.length());
            switch (random.nextInt(3)) {
                case 0 -> text.setCharAt(at, (char) random.nextInt(128));
                case 1 -> text.delete(at, Math.min(text.length(), at + random.nextInt(20)));
                default -> text.insert(at, "&*!{}[]:,\"'\n\t\\\ud800#|>-?%@`".charAt(random.nextInt(23)));
            }
        }
        return text.toString();
    }

    private static boolean isAnswered(String text) {
        return !(DefinitionReader.read(text) instanceof Reading.Refused refused)
                || !refused.problems().isEmpty();
    }

    private static Document read(String text) {
        var reading = DefinitionReader.read(text);
        assertThat(reading).isInstanceOf(Reading.Read.class);
        return ((Reading.Read) reading).document();
    }

    private static List<String> problems(String text) {
        var reading = DefinitionReader.read(text);
        assertThat(reading).isInstanceOf(Reading.Refused.class);
        return ((Reading.Refused) reading)
                .problems().stream().map(DefinitionProblem::toString).toList();
    }
}
