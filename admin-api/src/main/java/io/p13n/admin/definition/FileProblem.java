package io.p13n.admin.definition;

import io.p13n.admin.http.InputError;
import io.p13n.offer.definition.DefinitionProblem;

/**
 * What is wrong in a file.
 *
 * @param file its name
 * @param place the member, its line and column, and what is wrong there
 * @param conflict whether it is right by itself, and wrong only beside what stands
 */
public record FileProblem(String file, InputError place, boolean conflict) {

    static FileProblem of(String file, DefinitionProblem problem) {
        return new FileProblem(
                file, new InputError(problem.path(), problem.line(), problem.column(), problem.message()), false);
    }

    static FileProblem ofWhole(String file, String message) {
        return at(file, "", message);
    }

    static FileProblem at(String file, String path, String message) {
        return new FileProblem(file, InputError.at(path, message), false);
    }

    static FileProblem conflict(String file, String path, String message) {
        return new FileProblem(file, InputError.at(path, message), true);
    }

    @Override
    public String toString() {
        Integer line = place.line();
        return file + ": " + (line == null ? "" : "line " + line + ", column " + place.column() + ": ")
                + (place.path().isEmpty() ? "" : place.path() + ": ") + place.message();
    }
}
