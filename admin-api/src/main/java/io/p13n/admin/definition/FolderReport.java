package io.p13n.admin.definition;

import io.p13n.contract.DefinitionKey;
import io.p13n.contract.PublishedDefinition;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says in the log, file by file, what came of the folder. */
final class FolderReport {

    private static final Logger log = LoggerFactory.getLogger(FolderReport.class);

    private FolderReport() {}

    static void log(List<Reviewed> files, Proposal.Accepted accepted) {
        Map<DefinitionKey, PublishedDefinition> versions = accepted.versions().stream()
                .map(NewVersion::definition)
                .collect(Collectors.toMap(PublishedDefinition::key, Function.identity(), (earlier, later) -> later));
        accepted.versions().stream()
                .map(NewVersion::definition)
                .forEach(version -> log.info("{} is at version {} now", version.key(), version.version()));
        for (Reviewed file : files) {
            if (file instanceof Reviewed.Good good) {
                log.info("{}: {}", good.file().name(), said(good, accepted, versions.get(good.key())));
            }
        }
        accepted.outcome().warnings().forEach(log::warn);
        accepted.warnings().forEach(warning -> log.warn("{}", warning));
    }

    private static String said(Reviewed.Good file, Proposal.Accepted accepted, @Nullable PublishedDefinition version) {
        if (!accepted.files().contains(file.file())) {
            return "as it was last applied; " + file.key() + " stays as it is";
        }
        return version == null
                ? "says what stands of " + file.key()
                : "applied, " + file.key() + " is at version " + version.version() + " now";
    }
}
