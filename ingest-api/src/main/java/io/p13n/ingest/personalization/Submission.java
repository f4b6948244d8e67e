package io.p13n.ingest.personalization;

import io.p13n.ingest.access.EventRoute;
import io.p13n.ingest.failure.Refusal;
import io.p13n.offer.event.Event;
import io.p13n.offer.event.EventReader;
import io.p13n.offer.event.EventReading;
import io.p13n.offer.event.UnacceptableEvent;
import io.p13n.offer.profile.Id;
import java.util.List;

/**
 * An event that is acceptable.
 *
 * @param table where it belongs, {@code database.table}
 * @param event the event, read
 * @param ids whom it names, most trusted first; at least one
 * @param body the event as it was sent
 */
record Submission(String table, Event event, List<Id> ids, byte[] body) {

    /**
     * Reads an event.
     *
     * @throws io.p13n.ingest.failure.Refused if it is not acceptable
     */
    static Submission accept(EventRoute route, String table, byte[] body) {
        EventReading reading = EventReader.read(body);
        if (reading instanceof UnacceptableEvent unacceptable) {
            throw Refusal.EVENT.because(unacceptable.reason());
        }
        Event event = (Event) reading;
        List<Id> ids = route.identity().identify(event).ids();
        if (ids.isEmpty()) {
            throw Refusal.EVENT.because(
                    "the event has no usable identifier; send one of " + String.join(", ", route.identityKeys()));
        }
        if (!route.tables().contains(table)) {
            throw Refusal.EVENT.because(table + " is not an event table of service " + route.service()
                    + "; its tables: " + String.join(", ", route.tables()));
        }
        return new Submission(table, event, ids, body);
    }
}
