package io.p13n.admin.definition;

import io.p13n.admin.http.InputError;
import java.util.List;

/**
 * What applying a document would come to.
 *
 * @param valid whether it would be applied
 * @param problems why not
 * @param warnings what is allowed but hardly meant
 */
record Verdict(boolean valid, List<InputError> problems, List<InputError> warnings) {

    static Verdict of(Proposal proposal) {
        return proposal instanceof Proposal.Accepted accepted
                ? new Verdict(true, List.of(), places(accepted.warnings()))
                : new Verdict(false, places(((Proposal.Refused) proposal).problems()), List.of());
    }

    static List<InputError> places(List<FileProblem> problems) {
        return problems.stream().map(FileProblem::place).toList();
    }
}
