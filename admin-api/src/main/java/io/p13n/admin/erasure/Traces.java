package io.p13n.admin.erasure;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.p13n.contract.DeadLetterRecord;
import io.p13n.offer.event.Event;
import io.p13n.offer.event.EventReader;
import io.p13n.offer.profile.Id;
import io.p13n.offer.profile.IdentityRules;
import java.util.Collection;
import java.util.Collections;
import java.util.Locale;

/** Tells letters that are about a person. */
record Traces(IdentityRules rules, Collection<Id> ids) {

    /** Of an event by its ids; of what can't be read, rather once too often, by the mere text of an id. */
    boolean isIn(DeadLetterRecord dead) {
        byte[] body = dead.letter().value();
        if (EventReader.read(body) instanceof Event event) {
            return !Collections.disjoint(rules.identify(event).ids(), ids);
        }
        String text = new String(body, UTF_8).toLowerCase(Locale.ROOT);
        return ids.stream().anyMatch(id -> text.contains(id.value().toLowerCase(Locale.ROOT)));
    }
}
