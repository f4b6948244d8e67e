package io.p13n.ledger;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.LongStream;

/** What the callers of one row have sent and were answered. Written by many threads. */
final class Book {

    private final String row;
    private final Queue<Attempt> attempts = new ConcurrentLinkedQueue<>();
    private final Queue<String> complaints = new ConcurrentLinkedQueue<>();
    private final Map<String, Set<Event>> acknowledged = new ConcurrentHashMap<>();

    Book(String row) {
        this.row = row;
    }

    String row() {
        return row;
    }

    void note(Attempt attempt) {
        attempts.add(attempt);
        if (attempt.acknowledged()) {
            acknowledged(attempt.event().route()).add(attempt.event());
        }
    }

    /** Something that a caller was promised and did not get. */
    void complain(String complaint) {
        complaints.add(complaint);
    }

    List<Attempt> attempts() {
        return List.copyOf(attempts);
    }

    List<String> complaints() {
        return List.copyOf(complaints);
    }

    /** The events of one most trusted id that are known to be kept; it grows under the reader's hands. */
    Set<Event> acknowledged(String route) {
        return acknowledged.computeIfAbsent(route, key -> ConcurrentHashMap.newKeySet());
    }

    long acknowledgedAttempts() {
        return attempts.stream().filter(Attempt::acknowledged).count();
    }

    /**
     * When each of these persons had got a decision upon something sent after a moment.
     *
     * @return nanoseconds after that moment; nothing while one still waits
     */
    OptionalLong decidedAfter(long moment, Collection<String> persons) {
        var first = new ConcurrentHashMap<String, Long>();
        for (Attempt attempt : attempts) {
            if (attempt.outcome() == Attempt.Outcome.DECIDED && attempt.sentAt() >= moment) {
                first.merge(attempt.event().person(), attempt.answeredAt() - moment, Math::min);
            }
        }
        return first.keySet().containsAll(persons)
                ? LongStream.concat(LongStream.of(0), persons.stream().mapToLong(first::get))
                        .max()
                : OptionalLong.empty();
    }
}
