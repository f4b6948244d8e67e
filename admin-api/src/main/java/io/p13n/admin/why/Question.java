package io.p13n.admin.why;

import io.p13n.admin.http.Fault;
import io.p13n.admin.http.Faulted;
import io.p13n.admin.http.InputError;
import io.p13n.offer.event.Caller;
import io.p13n.offer.event.Event;
import io.p13n.offer.event.EventReader;
import io.p13n.offer.event.UnacceptableEvent;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * What would be decided upon an event?
 *
 * @param table {@code database.table}
 * @param caller as which kind of caller's it is taken
 * @param version by which version of the definition, if not by the one that stands
 * @param definition by which document, if not by an applied one
 */
record Question(
        String table,
        Caller caller,
        Event event,
        @Nullable Long version,
        @Nullable String definition) {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Set<String> MEMBERS = Set.of("table", "caller", "event", "version", "definition");

    /** Reads a body, or throws a {@link Faulted} that names the member. */
    static Question of(Map<String, Object> members) {
        for (String member : members.keySet()) {
            if (!MEMBERS.contains(member)) {
                throw invalid(member, "is not known; there are table, caller, event, version, definition");
            }
        }
        if (members.get("version") != null && members.get("definition") != null) {
            throw invalid("definition", "can't come with `version`: one of them decides");
        }
        return new Question(
                table(members.get("table")),
                caller(members.get("caller")),
                event(members.get("event")),
                version(members.get("version")),
                definition(members.get("definition")));
    }

    private static String table(@Nullable Object value) {
        if (value instanceof String table) {
            return table;
        }
        throw invalid("table", "must be the event's table, database.table");
    }

    private static Caller caller(@Nullable Object value) {
        if (value == null || value.equals("private")) {
            return Caller.PRIVATE;
        }
        if (value.equals("public")) {
            return Caller.PUBLIC;
        }
        throw invalid("caller", "must be private, as which it is taken if it is left out, or public");
    }

    private static Event event(@Nullable Object value) {
        if (!(value instanceof Map)) {
            throw invalid("event", "must be a JSON object, the event as it would be sent");
        }
        var reading = EventReader.read(JSON.writeValueAsBytes(value));
        if (reading instanceof Event event) {
            return event;
        }
        throw invalid("event", ((UnacceptableEvent) reading).reason());
    }

    private static @Nullable Long version(@Nullable Object value) {
        if (value == null || (value instanceof Integer number && number > 0)) {
            return value == null ? null : ((Integer) value).longValue();
        }
        throw invalid("version", "must be a version's number, at least 1");
    }

    private static @Nullable String definition(@Nullable Object value) {
        if (value == null || value instanceof String) {
            return (String) value;
        }
        throw invalid("definition", "must be a string: the text of a document, YAML or JSON");
    }

    static Faulted invalid(String member, String message) {
        return Fault.INVALID.because("the body is out of form", List.of(InputError.at(member, message)));
    }
}
