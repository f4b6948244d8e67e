package io.p13n.admin.definition;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import io.p13n.contract.PublishedDefinition;
import java.util.List;

/** What a document would change, as a unified diff of the texts; empty if nothing. */
final class Difference {

    private static final int CONTEXT = 3;

    private Difference() {}

    static String of(PublishedDefinition standing, Proposal.Accepted accepted) {
        return accepted.versions().stream()
                .map(NewVersion::definition)
                .filter(version -> version.key().equals(standing.key()))
                .findFirst()
                .map(next -> between(standing, next))
                .orElse("");
    }

    private static String between(PublishedDefinition standing, PublishedDefinition next) {
        List<String> before = standing.document().lines().toList();
        List<String> after = next.document().lines().toList();
        var lines = UnifiedDiffUtils.generateUnifiedDiff(
                said(standing), said(next), before, DiffUtils.diff(before, after), CONTEXT);
        return lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
    }

    private static String said(PublishedDefinition definition) {
        return definition.key() + " version " + definition.version();
    }
}
