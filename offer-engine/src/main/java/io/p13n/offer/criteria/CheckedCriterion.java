package io.p13n.offer.criteria;

import io.p13n.offer.definition.DefinitionProblem;
import java.util.List;

/** What came of checking an expression. */
public sealed interface CheckedCriterion {

    record Sound(Criterion criterion) implements CheckedCriterion {}

    /** It can't be used; there is at least one problem. */
    record Unsound(List<DefinitionProblem> problems) implements CheckedCriterion {

        public Unsound {
            problems = List.copyOf(problems);
        }
    }
}
