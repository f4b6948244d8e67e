package io.p13n.admin.definition;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Prints the problems instead of a stack trace. */
final class DefinitionsRefusedAnalyzer extends AbstractFailureAnalyzer<DefinitionsRefused> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, DefinitionsRefused cause) {
        return new FailureAnalysis(cause.getMessage(), "Correct the documents and start again.", cause);
    }
}
