package io.p13n.admin.definition;

import io.p13n.contract.DefinitionKey;
import io.p13n.contract.PublishedDefinition;
import io.p13n.offer.decision.Compilation;
import io.p13n.offer.decision.CompiledService;
import io.p13n.offer.definition.ServiceDefinition;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What a start would change, worked out without touching anything. */
sealed interface Proposal {

    /**
     * It can be done.
     *
     * @param versions to be kept
     * @param files to be remembered: applied, or found to say what stands
     * @param outcome what stands afterwards
     * @param warnings of the files that are applied
     */
    record Accepted(List<NewVersion> versions, List<DefinitionFile> files, Together outcome, List<FileProblem> warnings)
            implements Proposal {

        public Accepted {
            versions = List.copyOf(versions);
            files = List.copyOf(files);
            warnings = List.copyOf(warnings);
        }
    }

    /** It can't; at least one problem. */
    record Refused(List<FileProblem> problems) implements Proposal {

        public Refused {
            problems = List.copyOf(problems);
        }
    }

    /**
     * Adopts what is newer on the topic, then applies the files that differ from those last applied.
     *
     * @param folder every file of the folder, in the order of their names
     * @param lastApplied digests by file name
     */
    static Proposal of(
            Standing database,
            Collection<PublishedDefinition> topic,
            List<Reviewed> folder,
            Map<String, String> lastApplied) {
        List<PublishedDefinition> adopted = database.newerIn(topic);
        Standing standing = database.with(adopted);
        List<Reviewed.Good> changed = changed(folder, lastApplied);
        List<NewVersion> applied = applied(changed, standing);
        Together outcome = Together.of(
                standing.with(applied.stream().map(NewVersion::definition).toList()), changed);
        List<FileProblem> problems = problems(folder, outcome);
        problems.addAll(inadmissible(changed, standing));
        if (!problems.isEmpty()) {
            return new Refused(problems);
        }
        return new Accepted(
                Stream.concat(adopted.stream().map(NewVersion::adopted), applied.stream())
                        .toList(),
                changed.stream().map(Reviewed.Good::file).toList(),
                outcome,
                changed.stream().flatMap(good -> good.warnings().stream()).toList());
    }

    private static List<Reviewed.Good> changed(List<Reviewed> folder, Map<String, String> lastApplied) {
        return good(folder)
                .filter(good ->
                        !good.file().digest().equals(lastApplied.get(good.file().name())))
                .toList();
    }

    private static List<NewVersion> applied(List<Reviewed.Good> changed, Standing standing) {
        return changed.stream()
                .filter(good -> !standing.says(good.key(), good.file().text()))
                .map(good ->
                        NewVersion.applied(standing.next(good.key(), good.file().text()), good.file()))
                .toList();
    }

    private static List<FileProblem> problems(List<Reviewed> folder, Together outcome) {
        List<FileProblem> problems = new ArrayList<>();
        for (Reviewed reviewed : folder) {
            if (reviewed instanceof Reviewed.Wrong wrong) {
                problems.addAll(wrong.problems());
            }
        }
        Map<DefinitionKey, String> firsts = new HashMap<>();
        good(folder).forEach(good -> {
            String first = firsts.putIfAbsent(good.key(), good.file().name());
            if (first != null) {
                problems.add(second(good, first));
            }
        });
        problems.addAll(outcome.problems());
        return problems;
    }

    /** Examples that don't come true, and changes of what profiles already hold. */
    private static List<FileProblem> inadmissible(List<Reviewed.Good> changed, Standing standing) {
        List<FileProblem> problems = new ArrayList<>();
        for (Reviewed.Good good : changed) {
            if (good.document() instanceof ServiceDefinition service
                    && CompiledService.admit(service, standing.service(good.key()))
                            instanceof Compilation.Refused refused) {
                problems.addAll(Reviewed.of(good.file(), refused.problems()));
            }
        }
        return problems;
    }

    private static FileProblem second(Reviewed.Good good, String first) {
        return new FileProblem(
                good.file().name(),
                good.key() + " is already defined by " + first + ": keep one of the two files, or correct the number");
    }

    private static Stream<Reviewed.Good> good(List<Reviewed> folder) {
        return folder.stream().filter(Reviewed.Good.class::isInstance).map(Reviewed.Good.class::cast);
    }
}
