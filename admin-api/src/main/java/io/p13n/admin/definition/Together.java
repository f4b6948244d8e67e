package io.p13n.admin.definition;

import io.p13n.contract.DefinitionKey;
import io.p13n.contract.PublishedDefinition;
import io.p13n.contract.ServiceId;
import io.p13n.offer.definition.AccountDocument;
import io.p13n.offer.definition.DefinitionReader;
import io.p13n.offer.definition.Document;
import io.p13n.offer.definition.Reading;
import io.p13n.offer.definition.ServiceDefinition;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The definitions that stand together, for what no document shows alone.
 *
 * @param problems of the files that were changed
 * @param warnings of which nothing is refused
 * @param logs the services that run, and none of each account: whose events have a log
 */
record Together(List<FileProblem> problems, List<String> warnings, Set<ServiceId> logs) {

    Together {
        problems = List.copyOf(problems);
        warnings = List.copyOf(warnings);
        logs = Set.copyOf(logs);
    }

    /** @param changed the documents, among those that stand, that come from a changed file */
    static Together of(Standing standing, List<Reviewed.Good> changed) {
        return new Gathering(changed).of(standing);
    }

    /** Puts them together: first those that stood before, so that a conflict is laid to the one that comes. */
    private static final class Gathering {

        private final Map<DefinitionKey, Reviewed.Good> changed;
        private final List<FileProblem> problems = new ArrayList<>();
        private final List<String> warnings = new ArrayList<>();
        private final Set<ServiceId> services = new TreeSet<>();
        private final Set<ServiceId> logs = new TreeSet<>();
        private final Set<ServiceId> reachable = new TreeSet<>();
        private final Map<String, DefinitionKey> owners = new HashMap<>();

        Gathering(List<Reviewed.Good> changed) {
            this.changed = changed.stream()
                    .collect(Collectors.toMap(Reviewed.Good::key, Function.identity(), (first, second) -> first));
        }

        Together of(Standing standing) {
            standing.versions().values().stream()
                    .filter(version -> !version.deleted())
                    .sorted(Comparator.comparing((PublishedDefinition version) -> changed.containsKey(version.key()))
                            .thenComparing(version -> version.key().toString()))
                    .forEach(this::add);
            services.stream()
                    .filter(service -> !reachable.contains(service))
                    .forEach(service -> warnings.add(
                            "no token leads to service/" + service + ": add one to the document of its account"));
            return new Together(problems, warnings, logs);
        }

        private void add(PublishedDefinition version) {
            if (version.key() instanceof DefinitionKey.Service key) {
                services.add(key.service());
                logs.add(key.service());
            } else if (version.key() instanceof DefinitionKey.Account key) {
                logs.add(ServiceId.none(key.account()));
            }
            documents(version).forEach(document -> look(version.key(), document));
        }

        private Stream<Document> documents(PublishedDefinition version) {
            Reviewed.Good reviewed = changed.get(version.key());
            if (reviewed != null) {
                return Stream.of(reviewed.document());
            }
            if (DefinitionReader.read(version.document()) instanceof Reading.Read read) {
                return Stream.of(read.document());
            }
            warnings.add("version " + version.version() + " of " + version.key()
                    + ", which stands, is no longer understood: apply a newer one");
            return Stream.of();
        }

        private void look(DefinitionKey key, Document document) {
            if (document instanceof ServiceDefinition service) {
                claimTables(key, service.eventTables());
            } else if (document instanceof AccountDocument account) {
                account.tokens().forEach(token -> reachable.add(new ServiceId(account.account(), token.instance())));
            }
        }

        private void claimTables(DefinitionKey key, List<String> tables) {
            for (int i = 0; i < tables.size(); i++) {
                DefinitionKey owner = owners.putIfAbsent(tables.get(i), key);
                if (owner != null && !owner.equals(key)) {
                    conflict(
                            key,
                            "event_tables[" + i + "]",
                            tables.get(i) + " belongs to " + owner
                                    + " already, and an event table has one service: name another, or take it from there");
                }
            }
        }

        private void conflict(DefinitionKey key, String path, String problem) {
            Reviewed.Good reviewed = changed.get(key);
            if (reviewed == null) {
                warnings.add(key + ", which stands: " + path + ": " + problem);
            } else {
                problems.add(FileProblem.conflict(reviewed.file().name(), path, problem));
            }
        }
    }
}
