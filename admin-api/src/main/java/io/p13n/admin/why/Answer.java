package io.p13n.admin.why;

import io.p13n.offer.decision.Explanation;
import io.p13n.offer.decision.Meeting;
import io.p13n.offer.profile.DroppedId;
import io.p13n.offer.profile.Id;
import io.p13n.offer.profile.Profile;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What would be decided upon an event now, and why.
 *
 * @param definitionVersion absent where a document decides that was not applied
 * @param now the decision's "now"
 * @param profile whom the event names
 * @param offers all of the definition, in its order
 */
record Answer(@Nullable Long definitionVersion, Instant now, Person profile, List<OfferReason> offers) {

    /**
     * Whom an event names.
     *
     * @param id absent where nobody is known by these ids
     * @param ids of the event, that would be linked to the profile
     * @param droppedIds of the event, that name nobody
     * @param merges profiles that would become one, if there are several
     * @param apart profiles that the event names too, and that would stay as they are
     */
    record Person(@Nullable UUID id, List<NamedId> ids, List<Dropped> droppedIds, List<UUID> merges, List<UUID> apart) {

        static Person of(Meeting meeting, List<DroppedId> dropped) {
            List<UUID> met = meeting.met().stream().map(Profile::id).toList();
            return new Person(
                    met.stream().findFirst().orElse(null),
                    meeting.joining().stream().map(NamedId::of).toList(),
                    dropped.stream().map(Dropped::of).toList(),
                    met.size() < 2 ? List.of() : met,
                    meeting.apart().stream().map(Profile::id).toList());
        }
    }

    record NamedId(String key, String value) {

        static NamedId of(Id id) {
            return new NamedId(id.key(), id.value());
        }
    }

    record Dropped(String key, String reason) {

        static Dropped of(DroppedId dropped) {
            return new Dropped(dropped.key(), dropped.reason().name().toLowerCase(Locale.ROOT));
        }
    }

    static Answer of(Explanation explanation, Instant now, Person profile) {
        return new Answer(
                explanation.definitionVersion() == 0 ? null : explanation.definitionVersion(),
                now,
                profile,
                explanation.offers().stream().map(OfferReason::of).toList());
    }
}
