package io.p13n.offer.definition;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.exceptions.Mark;

/** Gathers what is wrong, so that an operator hears of all of it at once. */
final class Problems {

    private final List<DefinitionProblem> problems = new ArrayList<>();

    void add(String path, Optional<Mark> place, String message) {
        problems.add(new DefinitionProblem(
                path,
                place.map(mark -> mark.getLine() + 1).orElse(1),
                place.map(mark -> mark.getColumn() + 1).orElse(1),
                message));
    }

    boolean isEmpty() {
        return problems.isEmpty();
    }

    /** In the order of the document. */
    List<DefinitionProblem> all() {
        return problems.stream()
                .sorted(Comparator.comparingInt(DefinitionProblem::line).thenComparingInt(DefinitionProblem::column))
                .toList();
    }
}
