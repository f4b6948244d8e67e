package io.p13n.offer.criteria;

import dev.cel.checker.CelChecker;
import dev.cel.checker.CelCheckerBuilder;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelValidationException;
import io.p13n.offer.definition.Expression;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/** Checks and plans expressions over the same variables, equal ones once. */
final class Checker {

    private final ProfileLayout layout;
    private final UnaryOperator<CelCheckerBuilder> variables;
    private final Map<Set<String>, CelChecker> byFunctions = new ConcurrentHashMap<>();
    private final Map<String, Criterion> sound = new ConcurrentHashMap<>();

    /** @param variables declares them */
    Checker(ProfileLayout layout, UnaryOperator<CelCheckerBuilder> variables) {
        this.layout = layout;
        this.variables = variables;
    }

    CheckedCriterion check(Expression expression) {
        var known = sound.get(expression.source());
        if (known != null) {
            return new CheckedCriterion.Sound(known);
        }
        try {
            return plan(tree(expression.source()), expression);
        } catch (CelValidationException e) {
            return new CheckedCriterion.Unsound(CelProblems.of(e.getErrors(), expression, layout.names()));
        }
    }

    private CheckedCriterion plan(CelAbstractSyntaxTree tree, Expression expression) {
        try {
            var criterion = new Planner(layout, tree).plan();
            sound.put(expression.source(), criterion);
            return new CheckedCriterion.Sound(criterion);
        } catch (Refusal refusal) {
            return new CheckedCriterion.Unsound(List.of(CelProblems.of(refusal, tree.getSource(), expression)));
        }
    }

    /** The library declares all functions that it knows anew for each tree, which takes longer than to check it. */
    CelAbstractSyntaxTree tree(String source) throws CelValidationException {
        var parsed = CelLanguage.PARSER.parse(source).getAst();
        return byFunctions
                .computeIfAbsent(CelLanguage.functions(parsed), this::checker)
                .check(parsed)
                .getAst();
    }

    private CelChecker checker(Set<String> functions) {
        return variables.apply(CelLanguage.checker(functions)).build();
    }
}
