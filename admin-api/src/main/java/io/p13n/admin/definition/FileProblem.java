package io.p13n.admin.definition;

/**
 * What is wrong in a file.
 *
 * @param file its name
 * @param problem the place in it, what is wrong there, and what would be right
 */
public record FileProblem(String file, String problem) {

    @Override
    public String toString() {
        return file + ": " + problem;
    }
}
