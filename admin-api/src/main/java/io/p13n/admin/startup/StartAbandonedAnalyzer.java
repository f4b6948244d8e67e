package io.p13n.admin.startup;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says it in a sentence instead of a stack trace. */
final class StartAbandonedAnalyzer extends AbstractFailureAnalyzer<StartAbandoned> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, StartAbandoned cause) {
        return new FailureAnalysis("The start was abandoned: " + cause.getMessage(), cause.remedy(), cause);
    }
}
