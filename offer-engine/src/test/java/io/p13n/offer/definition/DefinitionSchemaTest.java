package io.p13n.offer.definition;

import static org.assertj.core.api.Assertions.assertThat;

import io.p13n.offer.TestData;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The schema and the reader agree. */
class DefinitionSchemaTest {

    private static final Map<String, Object> SCHEMA = TestData.map(TestData.parsed(DefinitionSchema.json()));
    private static final Pattern KNOWN = Pattern.compile("unknown member `zzzzzz`; known here: (.*)");

    private static final Pattern STRUCTURAL =
            Pattern.compile("^(must be (text|a mapping|a list|true or false)|`[a-z_]+` is missing$)");

    /** Both documents, with every member that there is. */
    private static final List<String> COMPLETE = List.of(
            TestData.text(TestData.map(TestData.yaml("documents/complete.yaml")), "service"),
            TestData.text(TestData.map(TestData.yaml("documents/complete.yaml")), "account"));

    static Stream<String> documents() {
        var shops = Stream.of("shop", "product-document", "cart", "policies")
                .map(file -> TestData.text(TestData.map(TestData.yaml("decisions/" + file + ".yaml")), "definition"));
        return Stream.concat(COMPLETE.stream(), shops);
    }

    @ParameterizedTest
    @MethodSource("documents")
    void whatIsReadFitsTheSchema(String document) {
        assertThat(DefinitionReader.read(document)).isInstanceOf(Reading.Read.class);
        assertThat(new SchemaCheck(SCHEMA).faults(SCHEMA, TestData.parsed(document), "$"))
                .isEmpty();
    }

    @Test
    void theSchemaKnowsTheMembersThatTheReaderKnows() {
        var described = new TreeSet<String>();
        var check = new SchemaCheck(SCHEMA);
        for (var document : COMPLETE) {
            check.faults(SCHEMA, TestData.parsed(document), "$");
        }
        check.used()
                .forEach(schema -> described.add(String.join(
                        ", ",
                        new TreeSet<>(TestData.map(schema.get("properties")).keySet()))));
        // The reader takes the four forms of an entry for one.
        described.removeAll(List.of("attribute", "text", "value", "catalog, column, key"));
        described.add("attribute, catalog, column, key, text, value");

        var read = new TreeSet<String>();
        for (var document : COMPLETE) {
            variants(TestData.parsed(document)).forEach(variant -> known(variant, read));
        }
        assertThat(read).isEqualTo(described);
    }

    @Test
    void aMisspeltMemberFitsNot() {
        var document = COMPLETE.get(0).replace("event_tables", "event_table");

        assertThat(new SchemaCheck(SCHEMA).faults(SCHEMA, TestData.parsed(document), "$"))
                .isNotEmpty();
    }

    /** Each value of the documents is left out, and made something else. What only the reader knows, as references, may differ. */
    @Test
    void theSchemaAgreesWithTheReaderOnWhateverIsMutated() {
        int accepted = 0;
        int refused = 0;
        for (var document : COMPLETE) {
            for (var mutant : mutants(TestData.parsed(document))) {
                var reading = DefinitionReader.read(TestData.json(mutant));
                var faults = new SchemaCheck(SCHEMA).faults(SCHEMA, mutant, "$");
                if (reading instanceof Reading.Refused refusal) {
                    if (refusal.problems().stream()
                            .allMatch(problem ->
                                    STRUCTURAL.matcher(problem.message()).find())) {
                        assertThat(faults)
                                .as("%s in %s", refusal.problems(), mutant)
                                .isNotEmpty();
                        refused++;
                    }
                } else {
                    assertThat(faults).as("%s", mutant).isEmpty();
                    accepted++;
                }
            }
        }
        assertThat(accepted).isGreaterThan(50);
        assertThat(refused).isGreaterThan(200);
    }

    private static List<Object> mutants(Object value) {
        var mutants = new ArrayList<Object>(List.of(7, -1, 2.5, true, "zz", "", List.of(), Map.of()));
        if (value instanceof Map<?, ?> map) {
            map.forEach((name, member) -> {
                var without = new LinkedHashMap<Object, Object>(map);
                without.remove(name);
                mutants.add(without);
                mutants((Object) member).forEach(mutant -> {
                    var changed = new LinkedHashMap<Object, Object>(map);
                    changed.put(name, mutant);
                    mutants.add(changed);
                });
            });
        } else if (value instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                for (var mutant : mutants((Object) list.get(i))) {
                    var changed = new ArrayList<Object>(list);
                    changed.set(i, mutant);
                    mutants.add(changed);
                }
            }
        }
        return mutants;
    }

    private static void known(Object document, Set<String> known) {
        if (DefinitionReader.read(TestData.json(document)) instanceof Reading.Refused refused) {
            refused.problems().forEach(problem -> {
                var matcher = KNOWN.matcher(problem.message());
                if (matcher.find()) {
                    known.add(matcher.group(1));
                }
            });
        }
    }

    /** The value with an unknown member in one of its mappings, for each of them. */
    private static List<Object> variants(Object value) {
        var variants = new ArrayList<Object>();
        if (value instanceof Map<?, ?> map) {
            var more = new LinkedHashMap<Object, Object>(map);
            more.put("zzzzzz", 1);
            variants.add(more);
            map.forEach((name, member) -> variants((Object) member).forEach(variant -> {
                var changed = new LinkedHashMap<Object, Object>(map);
                changed.put(name, variant);
                variants.add(changed);
            }));
        } else if (value instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                for (var variant : variants((Object) list.get(i))) {
                    var changed = new ArrayList<Object>(list);
                    changed.set(i, variant);
                    variants.add(changed);
                }
            }
        }
        return variants;
    }
}
