package io.p13n.offer.criteria;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerBuilder;
import io.p13n.offer.definition.Expression;
import java.util.List;

/** Checks and plans the expressions of one service. The doorway to CEL: nothing outside this package sees the library. */
public final class Criteria {

    static final String EVENT = "event";
    static final String PROFILE = "profile";
    static final String SEGMENTS = "segments";
    static final String NOW = "now";

    private final ProfileLayout layout;
    private final CelCompiler onEvents;
    private final CelCompiler onProfiles;

    private Criteria(ProfileLayout layout) {
        this.layout = layout;
        var profile = ProfileType.of(layout.types());
        this.onEvents = eventVariables().build();
        this.onProfiles = eventVariables()
                .setTypeProvider(profile)
                .addVar(PROFILE, profile.type())
                .addVar(SEGMENTS, ListType.create(SimpleType.STRING))
                .build();
    }

    /** Expressions that may read those attributes. */
    public static Criteria over(ProfileLayout layout) {
        return new Criteria(layout);
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
            return new CheckedCriterion.Unsound(CelProblems.of(e.getErrors(), expression, layout.names()));
        }
    }

    private CheckedCriterion plan(CelAbstractSyntaxTree tree, Expression expression) {
        try {
            return new CheckedCriterion.Sound(new Planner(layout, tree).plan());
        } catch (Refusal refusal) {
            return new CheckedCriterion.Unsound(List.of(CelProblems.of(refusal, tree.getSource(), expression)));
        }
    }

    CelCompiler compilerOnProfiles() {
        return onProfiles;
    }

    private static CelCompilerBuilder eventVariables() {
        return CelLanguage.compiler()
                .addVar(EVENT, MapType.create(SimpleType.STRING, SimpleType.DYN))
                .addVar(NOW, SimpleType.TIMESTAMP)
                .setResultType(SimpleType.BOOL);
    }
}
