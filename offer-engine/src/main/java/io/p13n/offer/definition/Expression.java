package io.p13n.offer.definition;

/**
 * CEL as the operator wrote it, unchecked, with the place where it stands.
 *
 * @param path for example {@code personalizations[0].offers[2].entry_criteria.profile}
 * @param line 1-based, of the value in its document
 * @param column 1-based, likewise
 */
public record Expression(String source, String path, int line, int column) {

    /**
     * A problem inside this expression.
     *
     * @param sourceLine 1-based, within {@link #source}
     * @param sourceColumn 1-based, likewise
     */
    public DefinitionProblem problem(int sourceLine, int sourceColumn, String message) {
        return new DefinitionProblem(path + ":" + sourceLine + ":" + sourceColumn, line, column, message);
    }
}
