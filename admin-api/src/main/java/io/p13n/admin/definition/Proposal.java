package io.p13n.admin.definition;

import io.p13n.contract.DefinitionKey;
import io.p13n.contract.PublishedDefinition;
import io.p13n.offer.decision.Compilation;
import io.p13n.offer.decision.CompiledService;
import io.p13n.offer.definition.ServiceDefinition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** What a change comes to, worked out without touching anything. */
sealed interface Proposal {

    /**
     * It can be done.
     *
     * @param versions to be kept
     * @param files applied, or found to say what stands
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
     * @param files in the order of their names
     * @param lastApplied digests by file name
     */
    static Proposal of(Ground ground, List<Reviewed> files, Map<String, String> lastApplied) {
        List<Reviewed> completed = files.stream()
                .map(file -> file instanceof Reviewed.Good good
                        ? ground.credentials().completed(good, ground.standing())
                        : file)
                .toList();
        return edited(ground, completed, lastApplied);
    }

    /** The same for documents that the admin API itself made out of what stands. */
    static Proposal edited(Ground ground, List<Reviewed> files, Map<String, String> lastApplied) {
        Standing standing = ground.standing();
        List<Reviewed.Good> changed = changed(files, lastApplied);
        List<NewVersion> applied = applied(changed, standing);
        Together outcome = Together.of(with(standing, applied), changed);
        List<FileProblem> problems = problems(files, outcome);
        problems.addAll(inadmissible(changed, ground));
        changed.forEach(good -> problems.addAll(Credentials.revived(good, standing)));
        if (!problems.isEmpty()) {
            return new Refused(problems);
        }
        return new Accepted(
                adoptedAnd(ground, applied),
                changed.stream().map(Reviewed.Good::file).toList(),
                outcome,
                changed.stream().flatMap(good -> good.warnings().stream()).toList());
    }

    /** Ends a service. */
    static Proposal deletion(Ground ground, DefinitionKey key, String appliedBy) {
        var deleted = List.of(new NewVersion(ground.standing().deleted(key), appliedBy, Set.of()));
        return new Accepted(
                adoptedAnd(ground, deleted),
                List.of(),
                Together.of(with(ground.standing(), deleted), List.of()),
                List.of());
    }

    private static List<NewVersion> adoptedAnd(Ground ground, List<NewVersion> versions) {
        return Stream.concat(ground.adopted().stream().map(NewVersion::adopted), versions.stream())
                .toList();
    }

    private static Standing with(Standing standing, List<NewVersion> versions) {
        List<PublishedDefinition> definitions =
                versions.stream().map(NewVersion::definition).toList();
        return standing.with(definitions);
    }

    /** Those that read, and differ from those last applied. */
    static List<Reviewed.Good> changed(List<Reviewed> files, Map<String, String> lastApplied) {
        return good(files)
                .filter(good ->
                        !good.file().digest().equals(lastApplied.get(good.file().name())))
                .toList();
    }

    private static List<NewVersion> applied(List<Reviewed.Good> changed, Standing standing) {
        return changed.stream()
                .filter(good -> !standing.says(good.key(), good.text()))
                .map(good -> new NewVersion(
                        standing.next(good.key(), good.text()),
                        good.file().appliedBy(),
                        Credentials.left(good, standing)))
                .toList();
    }

    private static List<FileProblem> problems(List<Reviewed> files, Together outcome) {
        List<FileProblem> problems = new ArrayList<>();
        for (Reviewed reviewed : files) {
            if (reviewed instanceof Reviewed.Wrong wrong) {
                problems.addAll(wrong.problems());
            }
        }
        Map<DefinitionKey, String> firsts = new HashMap<>();
        good(files).forEach(good -> {
            String first = firsts.putIfAbsent(good.key(), good.file().name());
            if (first != null) {
                problems.add(second(good, first));
            }
        });
        problems.addAll(outcome.problems());
        return problems;
    }

    /** Examples that don't come true, and changes of what profiles already hold. */
    private static List<FileProblem> inadmissible(List<Reviewed.Good> changed, Ground ground) {
        List<FileProblem> problems = new ArrayList<>();
        for (Reviewed.Good good : changed) {
            if (good.document() instanceof ServiceDefinition service
                    && good.compiled() != null
                    && CompiledService.admit(service, good.compiled(), ground.precedents(good.key()))
                            instanceof Compilation.Refused refused) {
                problems.addAll(Reviewed.of(good.file(), refused.problems()));
            }
        }
        return problems;
    }

    private static FileProblem second(Reviewed.Good good, String first) {
        return FileProblem.ofWhole(
                good.file().name(),
                good.key() + " is already defined by " + first + ": keep one of the two files, or correct the number");
    }

    private static Stream<Reviewed.Good> good(List<Reviewed> files) {
        return files.stream().filter(Reviewed.Good.class::isInstance).map(Reviewed.Good.class::cast);
    }
}
