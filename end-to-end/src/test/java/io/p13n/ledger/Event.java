package io.p13n.ledger;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Something a customer did, which must count once however often it is sent.
 *
 * @param person whose event it is: who is one customer in the end; unique over all rows
 * @param ids that it names, each {@code key=value}, the most trusted first
 * @param amount by which the customer's total grows
 * @param uuid by which it is known again when it is sent again
 */
record Event(String person, List<String> ids, long amount, Optional<UUID> uuid) {

    /** The most trusted id; events that share it stay in order. */
    String route() {
        return ids.get(0);
    }

    /** The JSON of one attempt to send it. */
    String json(String row, String attempt) {
        String named = ids.stream()
                .map(id -> id.split("=", 2))
                .map(id -> "\"%s\":\"%s\",".formatted(id[0], id[1]))
                .collect(Collectors.joining());
        return "{%s%s\"row\":\"%s\",\"attempt\":\"%s\",\"amount\":%d}"
                .formatted(named, uuid.map("\"uuid\":\"%s\","::formatted).orElse(""), row, attempt, amount);
    }
}
