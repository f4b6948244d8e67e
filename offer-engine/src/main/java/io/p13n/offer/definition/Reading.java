package io.p13n.offer.definition;

import java.util.List;

/** What came of reading a document. */
public sealed interface Reading {

    record Read(Document document) implements Reading {}

    /** It can't be used; there is at least one problem, in the order of the document. */
    record Refused(List<DefinitionProblem> problems) implements Reading {

        public Refused {
            problems = List.copyOf(problems);
        }
    }
}
