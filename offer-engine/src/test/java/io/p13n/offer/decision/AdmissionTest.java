package io.p13n.offer.decision;

import static org.assertj.core.api.Assertions.assertThat;

import io.p13n.offer.TestData;
import io.p13n.offer.definition.DefinitionProblem;
import io.p13n.offer.definition.Precedents;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What an operator hears of a document that is well-formed. */
class AdmissionTest {

    private static final Map<String, Object> FILE = TestData.map(TestData.yaml("documents/admitted.yaml"));
    private static final String BASE = TestData.text(FILE, "base");
    private static final Precedents PRECEDENTS = Precedents.NONE
            .precededBy(TestData.service(BASE), 2)
            .precededBy(TestData.service(TestData.text(FILE, "before")), 1);

    @TestFactory
    Stream<DynamicTest> documents() {
        return TestData.maps(FILE.get("cases")).stream()
                .map(row -> DynamicTest.dynamicTest(TestData.text(row, "case"), () -> judge(row)));
    }

    @Test
    void theCompleteDocumentIsAdmitted() {
        var complete = TestData.text(TestData.map(TestData.yaml("documents/complete.yaml")), "service");
        var service = TestData.service(complete);

        assertThat(CompiledService.admit(service, Precedents.NONE.precededBy(service, 1)))
                .isInstanceOf(Compilation.Compiled.class);
    }

    private static void judge(Map<String, Object> row) {
        var document = (String) row.getOrDefault("document", BASE + row.getOrDefault("more", ""));
        var admission = CompiledService.admit(
                TestData.service(document), row.containsKey("warnings") ? Precedents.NONE : PRECEDENTS);
        if (admission instanceof Compilation.Refused refused) {
            assertAll(refused.problems(), row.getOrDefault("problems", List.of()));
        } else {
            assertThat(row).doesNotContainKey("problems");
            assertAll(((Compilation.Compiled) admission).warnings(), row.getOrDefault("warnings", List.of()));
        }
    }

    private static void assertAll(List<DefinitionProblem> problems, Object expected) {
        assertThat(problems).as(problems.toString()).hasSameSizeAs(TestData.list(expected));
        for (int i = 0; i < problems.size(); i++) {
            assertThat(problems.get(i).toString())
                    .contains((String) TestData.list(expected).get(i));
        }
    }
}
