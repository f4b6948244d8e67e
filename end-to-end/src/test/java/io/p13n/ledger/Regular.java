package io.p13n.ledger;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/** Customers who are known by one id, and come again and again. What bears a uuid is sent until it is acknowledged. */
final class Regular implements Visitor {

    private static final long MOST = 1_000_000;

    private final List<String> persons;
    private int turn;

    /** Takes the customers' ids, each unique over all rows. */
    Regular(List<String> persons) {
        this.persons = persons;
    }

    List<String> persons() {
        return persons;
    }

    @Override
    public void visit(Caller caller, Until end) {
        turn++;
        String person = persons.get(turn % persons.size());
        var event = new Event(person, List.of("customer_id=" + person), amount(), uuidEverySecond());
        Attempt attempt = caller.send(event);
        while (event.uuid().isPresent() && !attempt.acknowledged() && !end.reached()) {
            Visitor.pause();
            attempt = caller.send(event);
        }
    }

    private Optional<UUID> uuidEverySecond() {
        return turn / persons.size() % 2 == 0 ? Optional.of(UUID.randomUUID()) : Optional.empty();
    }

    static long amount() {
        return ThreadLocalRandom.current().nextLong(1, MOST);
    }
}
