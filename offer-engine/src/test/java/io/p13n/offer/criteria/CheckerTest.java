package io.p13n.offer.criteria;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelVarDecl;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import io.p13n.offer.TestData;
import io.p13n.offer.definition.Expression;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Declaring only what an expression calls is nothing that could be noticed. */
class CheckerTest {

    private static final CelVarDecl EVENT =
            CelVarDecl.newVarDeclaration("event", MapType.create(SimpleType.STRING, SimpleType.DYN));
    private static final CelVarDecl NOW = CelVarDecl.newVarDeclaration("now", SimpleType.TIMESTAMP);

    private static final CelCompiler WHOLE = CelCompilerFactory.standardCelCompilerBuilder()
            .setOptions(CelLanguage.OPTIONS)
            .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
            .addFunctionDeclarations(CelLanguage.ADDED)
            .addVarDeclarations(EVENT, NOW)
            .setResultType(SimpleType.BOOL)
            .build();

    private final Checker checker = new Checker(
            ProfileLayout.of(Map.of()),
            language -> language.addVarDeclarations(EVENT, NOW).setResultType(SimpleType.BOOL));

    @Test
    void aTreeIsWhatTheWholeLanguageMakesOfIt() {
        expressions()
                .forEach(source -> assertThat(treeOrErrors(source)).as(source).isEqualTo(wholeTreeOrErrors(source)));
    }

    @Test
    void equalExpressionsArePlannedOnce() {
        assertThat(sound("event.n > 1 && event.k == 2")).isSameAs(sound("event.n > 1 && event.k == 2"));
        assertThat(checker.check(new Expression("event.n >", "first", 1, 1)).toString())
                .contains("first");
        assertThat(checker.check(new Expression("event.n >", "second", 1, 1)).toString())
                .contains("second");
    }

    private Criterion sound(String source) {
        var checked = checker.check(new Expression(source, "p", 1, 1));
        assertThat(checked).isInstanceOf(CheckedCriterion.Sound.class);
        return ((CheckedCriterion.Sound) checked).criterion();
    }

    /** Sound ones and wrong ones: these know no profile. */
    private static Stream<String> expressions() {
        var random = new Expressions(new Random(7));
        return Stream.concat(
                TestData.maps(TestData.map(TestData.yaml("criteria/conformance.yaml"))
                                .get("cases"))
                        .stream()
                        .map(row -> TestData.text(row, "expression")),
                IntStream.range(0, 500).mapToObj(number -> random.truth(number % 5)));
    }

    private Object treeOrErrors(String source) {
        try {
            return parts(checker.tree(source));
        } catch (CelValidationException e) {
            return e.getErrors();
        }
    }

    private static Object wholeTreeOrErrors(String source) {
        try {
            return parts(WHOLE.compile(source).getAst());
        } catch (CelValidationException e) {
            return e.getErrors();
        }
    }

    private static Object parts(CelAbstractSyntaxTree tree) {
        return List.of(tree.getExpr(), tree.getTypeMap(), tree.getReferenceMap());
    }
}
