package io.p13n.offer.definition;

/**
 * What is wrong in a document, where, and what would be right.
 *
 * @param path for example {@code attributes[2].window}; in an expression followed by its own line and column,
 *     {@code …entry_criteria.profile:1:9}; empty for the document as a whole
 * @param line 1-based, in the document
 * @param column 1-based, likewise
 */
public record DefinitionProblem(String path, int line, int column, String message) {

    @Override
    public String toString() {
        var place = "line " + line + ", column " + column + ": ";
        return path.isEmpty() ? place + message : place + path + ": " + message;
    }
}
