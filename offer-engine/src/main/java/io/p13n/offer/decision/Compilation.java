package io.p13n.offer.decision;

import io.p13n.offer.definition.DefinitionProblem;
import java.util.List;

/** What came of compiling a definition. */
public sealed interface Compilation {

    record Compiled(CompiledService service) implements Compilation {}

    /** It can't be used; there is at least one problem, all of expressions. */
    record Refused(List<DefinitionProblem> problems) implements Compilation {

        public Refused {
            problems = List.copyOf(problems);
        }
    }
}
