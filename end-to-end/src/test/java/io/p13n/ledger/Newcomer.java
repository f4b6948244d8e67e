package io.p13n.ledger;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** New customers, one after the other, of whom two ids are seen apart before they are seen together. */
final class Newcomer implements Visitor {

    private final String name;
    private int number;

    /** Takes a name, unique over all rows. */
    Newcomer(String name) {
        this.name = name;
    }

    @Override
    public void visit(Caller caller, Until end) {
        number++;
        String person = name + "." + number;
        String customer = "customer_id=" + person;
        String email = "email=" + person;
        for (List<String> ids : List.of(List.of(customer), List.of(email), List.of(customer, email), List.of(email))) {
            caller.send(new Event(person, ids, Regular.amount(), uuid(ids)));
            Visitor.pause();
        }
    }

    private static Optional<UUID> uuid(List<String> ids) {
        return ids.size() > 1 ? Optional.of(UUID.randomUUID()) : Optional.empty();
    }
}
