package io.p13n.offer.criteria;

import dev.cel.common.CelIssue;
import io.p13n.offer.definition.DefinitionProblem;
import io.p13n.offer.definition.Expression;
import io.p13n.offer.definition.Suggestion;
import java.util.Collection;
import java.util.List;
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

    private static DefinitionProblem problem(CelIssue issue, Expression expression, Collection<String> attributes) {
        var place = issue.getSourceLocation();
        return expression.problem(
                Math.max(1, place.getLine()), Math.max(0, place.getColumn()) + 1, message(issue, attributes));
    }

    private static String message(CelIssue issue, Collection<String> attributes) {
        var undefined = UNDEFINED_FIELD.matcher(issue.getMessage());
        if (undefined.find()) {
            var name = undefined.group(1);
            return "unknown attribute `" + name + "`" + Suggestion.among(attributes, name);
        }
        return issue.getMessage();
    }
}
