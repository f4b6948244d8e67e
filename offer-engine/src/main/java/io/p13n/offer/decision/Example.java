package io.p13n.offer.decision;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.p13n.offer.definition.AttributeDefinition;
import io.p13n.offer.definition.AttributeDefinition.Counter;
import io.p13n.offer.definition.AttributeDefinition.Imported;
import io.p13n.offer.definition.AttributeDefinition.Single;
import io.p13n.offer.definition.DefinitionProblem;
import io.p13n.offer.definition.ExampleDefinition;
import io.p13n.offer.definition.ExampleDefinition.ExampleEvent;
import io.p13n.offer.definition.ValueType;
import io.p13n.offer.event.AcceptedEvent;
import io.p13n.offer.event.Caller;
import io.p13n.offer.event.Event;
import io.p13n.offer.event.EventReader;
import io.p13n.offer.event.UnacceptableEvent;
import io.p13n.offer.profile.AttributeState;
import io.p13n.offer.profile.AttributeStates;
import io.p13n.offer.profile.BatchData;
import io.p13n.offer.profile.BatchRow;
import io.p13n.offer.profile.CounterState;
import io.p13n.offer.profile.Id;
import io.p13n.offer.profile.Micros;
import io.p13n.offer.profile.Moment;
import io.p13n.offer.profile.Profile;
import io.p13n.offer.profile.SingleState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Plays one example of a document. Its customer is in no holdout, where there is such a customer. */
final class Example {

    private static final Instant START = Instant.parse("2026-01-01T12:00:00Z");
    private static final long VERSION_7 = 0x0197_0000_0000_7000L;
    private static final int TRIES = 10_000;

    private final ExampleDefinition example;
    private final CompiledService service;
    private final List<DefinitionProblem> problems = new ArrayList<>();

    Example(ExampleDefinition example, CompiledService service) {
        this.example = example;
        this.service = service;
    }

    /** What doesn't come true. */
    List<DefinitionProblem> run() {
        var events = events();
        if (problems.isEmpty()) {
            var data = batchData(events);
            var profile = given(events.get(0).acceptedAt().minusSeconds(1));
            for (var event : events.subList(0, events.size() - 1)) {
                profile = service.decide(event, profile, data).profile();
            }
            judge(events.get(events.size() - 1), profile, data);
        }
        return problems;
    }

    private List<AcceptedEvent> events() {
        var events = new ArrayList<AcceptedEvent>();
        var now = START;
        for (var event : example.events()) {
            now = event.at() == null ? now : event.at();
            var reading = EventReader.read(Offers.json(event.body()));
            if (reading instanceof Event read) {
                events.add(accepted(event, read, now, events.size() + 1));
            } else if (reading instanceof UnacceptableEvent wrong) {
                problem("event " + (events.size() + 1) + " is not acceptable: " + wrong.reason());
            }
        }
        return events;
    }

    private static AcceptedEvent accepted(ExampleEvent event, Event read, Instant now, int number) {
        return new AcceptedEvent(
                new UUID(VERSION_7 + 1, number),
                now,
                event.table(),
                event.isPublic() ? Caller.PUBLIC : Caller.PRIVATE,
                read);
    }

    /** Whatever ids the events have, the warehouse knows them. */
    private BatchData batchData(List<AcceptedEvent> events) {
        var imported = new HashMap<String, Object>();
        for (var attribute : service.definition().attributes()) {
            var value = example.profile().get(attribute.name());
            if (attribute instanceof Imported batch && value != null) {
                var taken = taken(batch.name(), value, batch.type());
                if (taken != null) {
                    imported.put(batch.name(), taken);
                }
            }
        }
        var rows = new HashMap<Id, BatchRow>();
        for (var event : events) {
            service.identify(event.event())
                    .ids()
                    .forEach(id -> rows.put(id, new BatchRow(example.segments(), imported)));
        }
        return BatchData.of(rows);
    }

    private Profile given(Instant time) {
        var id = treated();
        var states = new HashMap<String, AttributeState>();
        for (var attribute : service.definition().attributes()) {
            var value = example.profile().get(attribute.name());
            if (value != null) {
                give(attribute, value, time, id, states);
            }
        }
        return Profile.fresh(id).with(AttributeStates.of(states));
    }

    private void give(
            AttributeDefinition attribute, Object value, Instant time, UUID id, Map<String, AttributeState> states) {
        if (attribute instanceof Single single) {
            var taken = taken(single.name(), value, single.type());
            if (taken != null) {
                states.put(single.name(), new SingleState(taken, new Moment(time, time, id)));
            }
        } else if (attribute instanceof Counter counter) {
            var micros = Micros.of(value);
            if (micros != null) {
                states.put(counter.name(), CounterState.apply(null, AttributeUpdate.windows(counter), micros, time));
            } else {
                notTaken(counter.name(), value);
            }
        }
    }

    /** What the attribute makes of the value; null where it can't take it, which is noted. */
    private @Nullable Object taken(String attribute, Object value, ValueType type) {
        if (Coercion.of(value, type) instanceof Coercion.Coerced coerced) {
            return coerced.value();
        }
        notTaken(attribute, value);
        return null;
    }

    private void notTaken(String attribute, Object value) {
        problem("`" + attribute + "` can't be `" + Printed.text(value) + "`");
    }

    private UUID treated() {
        var withHoldout = service.offers().stream()
                .map(CompiledOffer::policies)
                .filter(policies -> policies.definition().holdout() > 0)
                .toList();
        for (int i = 0; i < TRIES; i++) {
            var id = new UUID(VERSION_7, i);
            if (withHoldout.stream().noneMatch(policies -> policies.isHeldOut(id))) {
                return id;
            }
        }
        return new UUID(VERSION_7, 0);
    }

    private void judge(AcceptedEvent event, Profile profile, BatchData data) {
        var offers = new HashMap<String, Offer>();
        service.decide(event, profile, data).offers().forEach(offer -> offers.put(offer.name(), offer));
        for (var explained : service.explain(event, profile, data, 0).offers()) {
            var expected = example.offers().containsKey(explained.offer());
            if (expected && !offers.containsKey(explained.offer())) {
                problem("`" + explained.offer() + "` does not come: " + explained.outcome()
                        + (explained.failed() == null ? "" : ", needs " + explained.failed()));
            } else if (!expected && offers.containsKey(explained.offer())) {
                problem("`" + explained.offer() + "` comes, unexpected");
            }
        }
        example.offers().forEach((name, outputs) -> {
            var offer = offers.get(name);
            if (offer != null) {
                compare(offer, outputs);
            }
        });
    }

    private void compare(Offer offer, Map<String, Object> outputs) {
        outputs.forEach((output, expected) -> {
            var value = offer.attributes() == null ? null : offer.attributes().get(output);
            var found = value == null ? "missing" : text(value);
            if (!found.equals(text(expected))) {
                problem("`" + output + "` of `" + offer.name() + "` is " + found + ", expected " + text(expected));
            }
        });
    }

    private static String text(Object value) {
        return new String(Offers.json(value), UTF_8);
    }

    private void problem(String message) {
        problems.add(example.place().problem("example `" + example.name() + "`: " + message));
    }
}
