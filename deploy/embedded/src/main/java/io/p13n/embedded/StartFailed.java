package io.p13n.embedded;

import org.jspecify.annotations.Nullable;

/** Something did not start. The message is a sentence for whoever started it: what is wrong, and how to mend it. */
public final class StartFailed extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public StartFailed(String sentence) {
        super(sentence);
    }

    public StartFailed(String sentence, @Nullable Throwable cause) {
        super(sentence, cause);
    }
}
