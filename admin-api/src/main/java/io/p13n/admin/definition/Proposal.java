package io.p13n.admin.definition;

import io.p13n.contract.DefinitionKey;
import io.p13n.contract.PublishedDefinition;
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
     */
    record Accepted(List<NewVersion> versions, List<DefinitionFile> files, Together outcome) implements Proposal {

        public Accepted {
            versions = List.copyOf(versions);
            files = List.copyOf(files);
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
        if (!problems.isEmpty()) {
            return new Refused(problems);
        }
        return new Accepted(
                Stream.concat(adopted.stream().map(NewVersion::adopted), applied.stream())
                        .toList(),
                changed.stream().map(Reviewed.Good::file).toList(),
                outcome);
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

    private static FileProblem second(Reviewed.Good good, String first) {
        return new FileProblem(
                good.file().name(),
                good.key() + " is already defined by " + first + ": keep one of the two files, or correct the number");
    }

    private static Stream<Reviewed.Good> good(List<Reviewed> folder) {
        return folder.stream().filter(Reviewed.Good.class::isInstance).map(Reviewed.Good.class::cast);
    }
}
