package io.p13n.ingest.personalization;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What callers say by {@code Prefer: wait=<seconds>} (RFC 7240, section 4.3). */
final class PreferredWait {

    private static final Pattern WAIT =
            Pattern.compile("(?i)(?:^|,)[ \\t]*wait[ \\t]*=[ \\t]*\"?([0-9]{1,9})\"?[ \\t]*(?=[,;]|$)");

    private PreferredWait() {}

    /** The first such wish; what is malformed is no wish, as the RFC has it. */
    static Optional<Duration> of(List<String> preferences) {
        Matcher wait = WAIT.matcher(String.join(",", preferences));
        return wait.find() ? Optional.of(Duration.ofSeconds(Long.parseLong(wait.group(1)))) : Optional.empty();
    }
}
