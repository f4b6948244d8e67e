package io.p13n.ledger;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Holds what the callers of a row know against the database, once both consumer groups have come to the end of the log.
 *
 * <p>The laws: every acknowledged attempt is in the event store once, every refused one never, one of unknown outcome
 * at most once. An event counts if an attempt at it is stored, and once however many are: so a customer's counters are
 * known exactly. A customer's ids name one profile, unless the journal tells of an id that left, or of a merge that a
 * limit stopped. And over all rows, the offset of the archive is the number of stored events, that of the reactors the
 * number of counted events and duplicates.
 */
final class Checker {

    private static final int SHOWN = 5;

    private final Book book;
    private final Connection database;
    private final List<String> problems = new ArrayList<>();
    private long lost;
    private long doubled;

    private Checker(Book book, Connection database) {
        this.book = book;
        this.database = database;
    }

    static Entry check(Book book, Connection database) throws SQLException {
        return new Checker(book, database).check();
    }

    private Entry check() throws SQLException {
        book.complaints().forEach(problems::add);
        List<Attempt> attempts = book.attempts();
        Map<String, Long> stored = stored();
        checkStore(attempts, stored);
        List<Attempt> kept = attempts.stream()
                .filter(attempt -> stored.containsKey(attempt.id()))
                .toList();
        Profiles profiles = Profiles.read(database);
        long counted = checkCounters(kept, profiles);
        checkIdentities();
        checkOffsets(profiles.events());
        return new Entry(
                attempts.size(),
                attempts.stream().filter(Attempt::acknowledged).count(),
                attempts.stream()
                        .filter(attempt -> attempt.outcome() == Attempt.Outcome.UNKNOWN)
                        .count(),
                stored.values().stream().mapToLong(Long::longValue).sum(),
                counted,
                kept.size() - kept.stream().map(Checker::identity).distinct().count(),
                lost,
                doubled,
                number(
                        "select count(*) from identity_change c join event e on e.record_id = c.record_id"
                                + " where c.change = 'merged' and e.body ->> 'row' = ?",
                        book.row()),
                List.copyOf(problems));
    }

    // The event store.

    private Map<String, Long> stored() throws SQLException {
        var found = new TreeMap<String, Long>();
        try (var query = database.prepareStatement(
                "select body ->> 'attempt', count(*) from event where body ->> 'row' = ? group by 1")) {
            query.setString(1, book.row());
            var rows = query.executeQuery();
            while (rows.next()) {
                found.put(rows.getString(1), rows.getLong(2));
            }
        }
        return found;
    }

    private void checkStore(List<Attempt> attempts, Map<String, Long> stored) {
        var missing = new ArrayList<String>();
        var repeated = new ArrayList<String>();
        var unwanted = new ArrayList<String>();
        var unheardOf = new TreeSet<>(stored.keySet());
        for (Attempt attempt : attempts) {
            unheardOf.remove(attempt.id());
            long times = stored.getOrDefault(attempt.id(), 0L);
            if (attempt.acknowledged() && times == 0) {
                missing.add(attempt.id());
            }
            if (times > 1) {
                repeated.add(attempt.id());
                doubled += times - 1;
            }
            if (attempt.outcome() == Attempt.Outcome.REFUSED && times > 0) {
                unwanted.add(attempt.id());
            }
        }
        lost += missing.size();
        complain("acknowledged and not in the event store", missing);
        complain("more than once in the event store", repeated);
        complain("refused and yet in the event store", unwanted);
        complain("in the event store and never sent", unheardOf);
    }

    /** By what an event is known again. */
    private static String identity(Attempt attempt) {
        return attempt.event().uuid().map(Object::toString).orElse(attempt.id());
    }

    // The counters.

    private long checkCounters(List<Attempt> kept, Profiles profiles) {
        var takers = new HashMap<String, String>();
        long counted = 0;
        for (List<Attempt> customer : Customers.of(kept)) {
            Set<String> ids = customer.stream()
                    .flatMap(attempt -> attempt.event().ids().stream())
                    .collect(Collectors.toCollection(TreeSet::new));
            Set<String> mine = profilesOf(ids, profiles);
            for (String profile : mine) {
                String other = takers.putIfAbsent(profile, ids.toString());
                if (other != null) {
                    problems.add("%s and %s are two customers with one profile".formatted(other, ids));
                }
            }
            Counters found = Counters.sum(mine.stream()
                    .map(profiles.counters()::get)
                    .filter(Objects::nonNull)
                    .toList());
            compare(ids, expected(customer), found);
            counted += found.events();
        }
        return counted;
    }

    private Set<String> profilesOf(Set<String> ids, Profiles profiles) {
        var owners = new TreeMap<String, String>();
        ids.stream()
                .filter(profiles.owners()::containsKey)
                .forEach(id -> owners.put(id, profiles.owners().get(id)));
        var mine = new TreeSet<>(owners.values());
        if (Collections.disjoint(ids, profiles.departed()) && Collections.disjoint(mine, profiles.stopped())) {
            complain(
                    "an id that names nobody",
                    ids.stream().filter(id -> !owners.containsKey(id)).toList());
            if (mine.size() > 1) {
                problems.add("the ids of one customer lie in %d profiles: %s".formatted(mine.size(), owners));
            }
        }
        return mine;
    }

    private static Counters expected(List<Attempt> kept) {
        var amounts = new HashMap<String, Counters>();
        kept.forEach(attempt -> amounts.put(
                identity(attempt),
                new Counters(1, BigDecimal.valueOf(attempt.event().amount()))));
        return Counters.sum(amounts.values());
    }

    private void compare(Set<String> ids, Counters expected, Counters found) {
        lost += Math.max(0, expected.events() - found.events());
        doubled += Math.max(0, found.events() - expected.events());
        if (!expected.equal(found)) {
            problems.add("%s had %s, but its counters say %s".formatted(ids, expected, found));
        }
    }

    // The profiles and ids of all rows.

    private void checkIdentities() throws SQLException {
        mustBeNone(
                "ids that name a profile which is not there",
                "select count(*) from identity i where i.profile is not null and not exists"
                        + " (select from profile p where (p.account, p.instance, p.id) = (i.account, i.instance, i.profile))");
        mustBeNone(
                "profiles that no id names",
                "select count(*) from profile p where not exists"
                        + " (select from identity i where (i.account, i.instance, i.profile) = (p.account, p.instance, p.id))");
        mustBeNone(
                "profiles that went into another and are still there",
                "select count(*) from identity_change c where c.change = 'merged' and exists"
                        + " (select from profile p where (p.account, p.instance, p.id) = (c.account, c.instance, c.merged))");
        mustBeNone(
                "profiles that went into others twice",
                "select count(*) from (select merged from identity_change where change = 'merged'"
                        + " group by account, instance, merged having count(*) > 1) twice");
    }

    private void mustBeNone(String what, String count) throws SQLException {
        long found = number(count);
        if (found != 0) {
            problems.add("%d %s".formatted(found, what));
        }
    }

    // The offsets.

    private void checkOffsets(long counted) throws SQLException {
        long events = number("select count(*) from event where account = 1 and instance = 2");
        long archived = offsets("p13n.archive.1.2");
        if (archived != events) {
            problems.add("the archive's offsets add up to %d, the event store has %d".formatted(archived, events));
        }
        long duplicates =
                number("select count(uuid) - count(distinct uuid) from event where account = 1 and instance = 2");
        long applied = offsets("p13n.reactor.1.2");
        if (applied != counted + duplicates) {
            problems.add("the reactors' offsets add up to %d, but %d events are counted and %d are duplicates"
                    .formatted(applied, counted, duplicates));
        }
    }

    private long offsets(String group) throws SQLException {
        return number("select coalesce(sum(next_offset), 0) from partition_offset where consumer_group = ?", group);
    }

    private long number(String sql, String... parameters) throws SQLException {
        try (var query = database.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                query.setString(i + 1, parameters[i]);
            }
            var rows = query.executeQuery();
            rows.next();
            return rows.getLong(1);
        }
    }

    private void complain(String what, Collection<String> who) {
        if (!who.isEmpty()) {
            problems.add("%s: %d, such as %s"
                    .formatted(what, who.size(), who.stream().limit(SHOWN).toList()));
        }
    }
}
