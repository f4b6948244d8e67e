package io.p13n.offer.decision;

import io.p13n.offer.criteria.Facts;
import io.p13n.offer.event.AcceptedEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The named filters of a service, numbered in the order of the definition. Immutable. */
final class KeyEvents {

    /** Stands for every event of the service's tables. */
    static final int ANY = -1;

    private final List<CompiledKeyEvent> keyEvents;
    private final Map<String, Integer> numbers = new HashMap<>();
    private final Map<String, List<Integer>> byTable = new HashMap<>();
    private final Set<String> tables;

    KeyEvents(List<CompiledKeyEvent> keyEvents, List<String> tables) {
        this.keyEvents = List.copyOf(keyEvents);
        this.tables = Set.copyOf(tables);
        for (var keyEvent : keyEvents) {
            byTable.computeIfAbsent(keyEvent.table(), table -> new ArrayList<>())
                    .add(numbers.size());
            numbers.put(keyEvent.name(), numbers.size());
        }
    }

    /** Absent is any event. */
    int number(@Nullable String keyEvent) {
        if (keyEvent == null) {
            return ANY;
        }
        var number = numbers.get(keyEvent);
        if (number == null) {
            throw new IllegalArgumentException("no key event " + keyEvent);
        }
        return number;
    }

    CompiledKeyEvent get(int number) {
        return keyEvents.get(number);
    }

    int size() {
        return keyEvents.size();
    }

    Happenings of(AcceptedEvent event) {
        var facts = Facts.of(event.event().fields(), event.acceptedAt());
        var happened = new boolean[keyEvents.size()];
        for (int number : byTable.getOrDefault(event.table(), List.of())) {
            var when = keyEvents.get(number).when();
            happened[number] = when == null || when.holds(facts);
        }
        return new Happenings(tables.contains(event.table()), happened);
    }
}
