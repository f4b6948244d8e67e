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

    private static final Pattern UNDECLARED = Pattern.compile("undeclared reference to '([^']*)'");
    private static final Pattern MIXED_ARITHMETIC =
            Pattern.compile("overload for '_[-+*/]_' applied to '\\((double, int|int, double)\\)'");

    private static final String MIXED_REMEDY = "; a profile's numbers are decimals: write 1.0, not 1";
    private static final List<String> VARIABLES =
            List.of(Criteria.EVENT, Criteria.PROFILE, Criteria.SEGMENTS, Criteria.NOW);

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
        if (undefined.find()) {
            // The library points at the dot; the name behind it is what is wrong.
            var name = undefined.group(1);
            return expression.problem(
                    line, column + 1, "unknown attribute `" + name + "`" + Suggestion.among(attributes, name));
        }
        var undeclared = UNDECLARED.matcher(issue.getMessage());
        if (undeclared.find()) {
            return expression.problem(line, column, unknownName(undeclared.group(1), attributes));
        }
        var mixed = MIXED_ARITHMETIC.matcher(issue.getMessage()).find();
        return expression.problem(line, column, issue.getMessage() + (mixed ? MIXED_REMEDY : ""));
    }

    private static String unknownName(String name, Collection<String> attributes) {
        var unknown = "unknown name `" + name + "`";
        if (name.equals(Criteria.PROFILE) || name.equals(Criteria.SEGMENTS)) {
            return unknown + ": only `event` and `now` can be read here";
        }
        if (attributes.contains(name)) {
            return unknown + "; did you mean `profile." + name + "`?";
        }
        var suggestion = Suggestion.among(VARIABLES, name);
        return unknown + (suggestion.isEmpty() ? "; texts stand in quotes, fields behind `event.`" : suggestion);
    }
}
