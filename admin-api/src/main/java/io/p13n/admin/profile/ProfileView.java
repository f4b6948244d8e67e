package io.p13n.admin.profile;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A profile as a person reads it.
 *
 * @param definitionVersion by which it is read
 * @param at the moment at which its values are these
 * @param ids oldest first
 * @param attributes by name, those of the definition
 * @param undefined by name, what profiles still keep of attributes that the definition does not have any more
 * @param segments ids of batch segments
 * @param returned when the offers with a frequency cap were returned last, by offer
 */
record ProfileView(
        long instance,
        long definitionVersion,
        UUID profile,
        Instant at,
        @Nullable Instant firstSeen,
        @Nullable Instant lastSeen,
        List<LinkedIdView> ids,
        Map<String, AttributeView> attributes,
        Map<String, AttributeView> undefined,
        Set<String> segments,
        Map<String, List<Instant>> returned) {

    /**
     * An id.
     *
     * @param proven whether a server has said so, not only a browser
     * @param since when the event was accepted that linked it
     */
    record LinkedIdView(String key, String value, boolean proven, Instant since) {}
}
