package io.p13n.offer.criteria;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import io.p13n.offer.definition.Expression;
import io.p13n.offer.definition.ValueType;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Checks the expressions of one service. The doorway to CEL: nothing outside this package sees the library.
 *
 * <p>For now the library evaluates too; its error over a missing value is this engine's "unknown".
 */
public final class Criteria {

    static final String EVENT = "event";
    static final String PROFILE = "profile";
    static final String SEGMENTS = "segments";
    static final String NOW = "now";

    private static final CelRuntime RUNTIME = CelLanguage.runtime();

    private final Set<String> attributes;
    private final CelCompiler onEvents;
    private final CelCompiler onProfiles;

    private Criteria(Map<String, ValueType> attributes) {
        this.attributes = Set.copyOf(attributes.keySet());
        var profile = ProfileType.of(attributes);
        this.onEvents = eventVariables().build();
        this.onProfiles = eventVariables()
                .setTypeProvider(profile)
                .addVar(PROFILE, profile.type())
                .addVar(SEGMENTS, ListType.create(SimpleType.STRING))
                .build();
    }

    /** Expressions that may read those flat attributes, built-in ones included. */
    public static Criteria over(Map<String, ValueType> attributes) {
        return new Criteria(attributes);
    }

    /** Checks an expression that may read {@code event} and {@code now}. */
    public CheckedCriterion onEvent(Expression expression) {
        return check(onEvents, expression);
    }

    /** Checks an expression that may read {@code profile}, {@code segments}, {@code event} and {@code now}. */
    public CheckedCriterion onProfile(Expression expression) {
        return check(onProfiles, expression);
    }

    private CheckedCriterion check(CelCompiler compiler, Expression expression) {
        try {
            var tree = compiler.compile(expression.source()).getAst();
            return plan(tree, expression);
        } catch (CelValidationException e) {
            return new CheckedCriterion.Unsound(CelProblems.of(e.getErrors(), expression, attributes));
        }
    }

    private static CheckedCriterion plan(CelAbstractSyntaxTree tree, Expression expression) {
        var reads = new ProfileReads(tree);
        if (reads.takesWhole()) {
            return new CheckedCriterion.Unsound(List.of(reads.problem(expression)));
        }
        try {
            return new CheckedCriterion.Sound(new Criterion(RUNTIME.createProgram(tree), reads.attributes()));
        } catch (CelEvaluationException e) {
            return new CheckedCriterion.Unsound(
                    List.of(expression.problem(1, 1, "is not supported by this version: " + e.getMessage())));
        }
    }

    private static CelCompilerBuilder eventVariables() {
        return CelLanguage.compiler()
                .addVar(EVENT, MapType.create(SimpleType.STRING, SimpleType.DYN))
                .addVar(NOW, SimpleType.TIMESTAMP)
                .setResultType(SimpleType.BOOL);
    }
}
