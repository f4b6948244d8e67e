package io.p13n.offer.criteria;

import dev.cel.common.CelIssue;
import dev.cel.common.CelSource;
import io.p13n.offer.definition.DefinitionProblem;
import io.p13n.offer.definition.Expression;
import io.p13n.offer.definition.Suggestion;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The library's complaints, as problems of the document, with a remedy where one can be guessed. */
final class CelProblems {

    private static final Pattern UNDEFINED_FIELD = Pattern.compile("undefined field '([^']*)'");

    private CelProblems() {}

    static List<DefinitionProblem> of(
            Collection<CelIssue> issues, Expression expression, Collection<String> attributes) {
        return issues.stream()
                .map(issue -> problem(issue, expression, attributes))
                .toList();
    }

    /** What the planner refused. The library places a call at its operator. */
    static DefinitionProblem of(Refusal refusal, CelSource source, Expression expression) {
        var place = Optional.ofNullable(source.getPositionsMap().get(refusal.expression()))
                .flatMap(source::getOffsetLocation);
        return expression.problem(
                place.map(at -> at.getLine()).orElse(1),
                place.map(at -> at.getColumn() + 1).orElse(1),
                refusal.reason());
    }

    private static DefinitionProblem problem(CelIssue issue, Expression expression, Collection<String> attributes) {
        var line = Math.max(1, issue.getSourceLocation().getLine());
        var column = Math.max(0, issue.getSourceLocation().getColumn()) + 1;
        var undefined = UNDEFINED_FIELD.matcher(issue.getMessage());
        if (!undefined.find()) {
            return expression.problem(line, column, issue.getMessage());
        }
        // The library points at the dot; the name behind it is what is wrong.
        var name = undefined.group(1);
        return expression.problem(
                line, column + 1, "unknown attribute `" + name + "`" + Suggestion.among(attributes, name));
    }
}
