package io.p13n.offer.profile;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * All that is known of one customer.
 *
 * @param id the record id of the first event
 * @param ids oldest first
 * @param firstSeen the earliest time of an event; absent before the first event
 * @param lastSeen the latest time of an event; absent before the first event
 * @param states a name that the definition doesn't know is carried along untouched
 */
public record Profile(
        UUID id,
        List<LinkedId> ids,
        @Nullable Instant firstSeen,
        @Nullable Instant lastSeen,
        AttributeStates states) {

    public Profile {
        ids = oldestFirst(ids);
    }

    /** Nearly always they are in order already, and profiles are made at every event. */
    private static List<LinkedId> oldestFirst(List<LinkedId> ids) {
        for (int i = 1; i < ids.size(); i++) {
            if (LinkedId.OLDEST_FIRST.compare(ids.get(i - 1), ids.get(i)) > 0) {
                return ids.stream().sorted(LinkedId.OLDEST_FIRST).toList();
            }
        }
        return List.copyOf(ids);
    }

    /** Nobody yet. */
    public static Profile fresh(UUID id) {
        return new Profile(id, List.of(), null, null, AttributeStates.NONE);
    }

    /**
     * The one profile that these are: the one whose first event came first survives.
     *
     * @throws IllegalArgumentException if there are none
     */
    public static Profile merged(Collection<Profile> profiles) {
        return profiles.stream()
                .reduce(Profile::merge)
                .orElseThrow(() -> new IllegalArgumentException("no profile to merge"));
    }

    /** Whether it has an id. */
    public boolean known() {
        return !ids.isEmpty();
    }

    public Profile withIds(Collection<LinkedId> linked) {
        return new Profile(id, List.copyOf(linked), firstSeen, lastSeen, states);
    }

    /** After an event of that time, which made those states. */
    public Profile after(Instant time, AttributeStates states) {
        return new Profile(id, ids, earlier(firstSeen, time), later(lastSeen, time), states);
    }

    public Profile with(AttributeStates states) {
        return new Profile(id, ids, firstSeen, lastSeen, states);
    }

    private Profile merge(Profile other) {
        return new Profile(
                RecordOrder.earlier(id, other.id),
                union(ids, other.ids),
                earlier(firstSeen, other.firstSeen),
                later(lastSeen, other.lastSeen),
                states.merge(other.states));
    }

    private static List<LinkedId> union(List<LinkedId> one, List<LinkedId> other) {
        var union = new TreeMap<String, LinkedId>();
        for (var ids : List.of(one, other)) {
            ids.forEach(
                    linked -> union.merge(linked.id().key() + '\0' + linked.id().value(), linked, LinkedId::joined));
        }
        return List.copyOf(union.values());
    }

    private static @Nullable Instant earlier(@Nullable Instant one, @Nullable Instant other) {
        return one == null || (other != null && other.isBefore(one)) ? other : one;
    }

    private static @Nullable Instant later(@Nullable Instant one, @Nullable Instant other) {
        return one == null || (other != null && other.isAfter(one)) ? other : one;
    }
}
