package io.p13n.offer.decision;

import io.p13n.offer.definition.DefinitionProblem;
import java.util.List;

/** What came of compiling a definition. */
public sealed interface Compilation {

    /**
     * It can be used.
     *
     * @param warnings what is allowed but hardly meant
     */
    record Compiled(CompiledService service, List<DefinitionProblem> warnings) implements Compilation {

        public Compiled {
            warnings = List.copyOf(warnings);
        }
    }

    /** It can't be used; there is at least one problem: of expressions, or, where they were looked at, of examples or changes. */
    record Refused(List<DefinitionProblem> problems) implements Compilation {

        public Refused {
            problems = List.copyOf(problems);
        }
    }
}
