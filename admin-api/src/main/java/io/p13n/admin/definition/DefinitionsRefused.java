package io.p13n.admin.definition;

import java.util.List;
import java.util.stream.Collectors;

/** Documents of the folder are wrong, so none was applied and nothing was changed. */
public final class DefinitionsRefused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<FileProblem> problems;

    DefinitionsRefused(List<FileProblem> problems) {
        super(problems.stream()
                .map(problem -> "  " + problem)
                .collect(Collectors.joining("\n", "the definitions are refused, nothing was changed:\n", "")));
        this.problems = List.copyOf(problems);
    }

    /** All that is wrong, file by file. */
    public List<FileProblem> problems() {
        return problems;
    }
}
