package io.p13n.offer.definition;

/**
 * Where something stands in its document.
 *
 * @param path for example {@code attributes[2]}
 * @param line 1-based
 * @param column 1-based
 */
public record Place(String path, int line, int column) {

    public DefinitionProblem problem(String message) {
        return new DefinitionProblem(path, line, column, message);
    }
}
