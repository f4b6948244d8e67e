package io.p13n.offer.criteria;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What criteria look at. A missing field is a missing member: nothing in it is null. One evaluation at a time: it lends
 * room to each, and bounds what they all do together.
 */
public final class Facts {

    static final Facts NONE = new Facts(Map.of(), slot -> null, Set.of(), Instant.EPOCH);

    private final Map<String, Object> event;
    private final Attributes profile;
    private final Set<String> segments;
    private final Instant now;
    private final Locals locals = new Locals();

    /** Why those criteria don't hold that took more work than there was; null where there is none, as nearly always. */
    private @Nullable Map<Criterion, Failure> givenUp;

    private Facts(Map<String, Object> event, Attributes profile, Set<String> segments, Instant now) {
        this.event = event;
        this.profile = profile;
        this.segments = segments;
        this.now = now;
    }

    /**
     * All that an offer may depend on.
     *
     * @param event the event's fields
     * @param segments ids of the batch segments that the customer is a member of
     */
    public static Facts of(Map<String, Object> event, Attributes profile, Set<String> segments, Instant now) {
        return new Facts(event, profile, segments, now);
    }

    /** What there is when only the event is looked at. */
    public static Facts of(Map<String, Object> event, Instant now) {
        return new Facts(event, NONE.profile, NONE.segments, now);
    }

    public Map<String, Object> event() {
        return event;
    }

    public @Nullable Object attribute(int slot) {
        return profile.at(slot);
    }

    public Set<String> segments() {
        return segments;
    }

    public Instant now() {
        return now;
    }

    /** For one evaluation; the one before it has ended. */
    Locals locals(int variables) {
        return locals.fresh(variables);
    }

    void giveUp(Criterion criterion, Failure failure) {
        if (givenUp == null) {
            givenUp = new HashMap<>();
        }
        givenUp.put(criterion, failure);
    }

    @Nullable
    Failure givenUp(Criterion criterion) {
        return givenUp == null ? null : givenUp.get(criterion);
    }

    /** A profile's attributes. */
    @FunctionalInterface
    public interface Attributes {

        /**
         * The value in a slot of the {@link ProfileLayout}: String, Double, Boolean, Instant, or a list; null where it is
         * missing. The same for as long as the facts are looked at.
         */
        @Nullable
        Object at(int slot);
    }
}
