package io.p13n.admin.profile;

import io.p13n.admin.definition.KnownService;
import io.p13n.admin.profile.ProfileView.LinkedIdView;
import io.p13n.offer.decision.ProfileReader;
import io.p13n.offer.decision.SensitiveFields;
import io.p13n.offer.definition.AttributeDefinition;
import io.p13n.offer.profile.AttributeState;
import io.p13n.offer.profile.BatchData;
import io.p13n.offer.profile.ExposureState;
import io.p13n.offer.profile.LinkedId;
import io.p13n.offer.profile.Profile;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Whom an id names.
 *
 * @param batchData what the warehouse knows of their ids
 * @param sensitive whether sensitive values are asked for
 */
record Person(KnownService service, Profile stored, BatchData batchData, boolean sensitive) {

    UUID profile() {
        return stored.id();
    }

    List<LinkedId> ids() {
        return stored.ids();
    }

    /** As the audit calls it. */
    String said() {
        return "service/" + service.id() + " profile " + profile() + (sensitive ? " with sensitive values" : "");
    }

    /** What is left out of events. */
    SensitiveFields hidden() {
        return sensitive
                ? new SensitiveFields(Set.of())
                : SensitiveFields.of(service.definition().attributes());
    }

    ProfileView view(Instant now) {
        var reading = ProfileReader.of(service.definition()).read(stored, batchData, now);
        return new ProfileView(
                service.id().instance(),
                service.version(),
                stored.id(),
                now,
                stored.firstSeen(),
                stored.lastSeen(),
                stored.ids().stream().map(Person::id).toList(),
                attributes(reading.values(), now),
                undefined(),
                reading.segments(),
                returned());
    }

    private static LinkedIdView id(LinkedId linked) {
        return new LinkedIdView(linked.id().key(), linked.id().value(), linked.proven(), acceptedAt(linked.since()));
    }

    /** The first 48 bits of a record id. */
    private static Instant acceptedAt(UUID recordId) {
        return Instant.ofEpochMilli(recordId.getMostSignificantBits() >>> 16);
    }

    private Map<String, AttributeView> attributes(Map<String, Object> values, Instant now) {
        var views = new LinkedHashMap<String, AttributeView>();
        for (AttributeDefinition attribute : service.definition().attributes()) {
            views.put(
                    attribute.name(),
                    attribute.sensitive() && !sensitive
                            ? AttributeView.redacted(attribute)
                            : AttributeView.of(attribute, stored.states().get(attribute.name()), values, now));
        }
        return views;
    }

    /** Nobody says any more whether they are sensitive, so they count as such. */
    private Map<String, AttributeView> undefined() {
        var views = new TreeMap<String, AttributeView>();
        stored.states().forEach((name, state) -> {
            if (!(state instanceof ExposureState) && !isDefined(name)) {
                views.put(name, AttributeView.undefined(name, state, !sensitive));
            }
        });
        return views;
    }

    private boolean isDefined(String name) {
        return service.definition().attributes().stream()
                .anyMatch(attribute -> attribute.name().equals(name));
    }

    private Map<String, List<Instant>> returned() {
        var returned = new TreeMap<String, List<Instant>>();
        stored.states().forEach((name, state) -> addReturned(name, state, returned));
        return returned;
    }

    private static void addReturned(String name, AttributeState state, Map<String, List<Instant>> returned) {
        if (state instanceof ExposureState exposures) {
            returned.put(
                    name.substring(ExposureState.name("").length()),
                    exposures.millis().stream().map(Instant::ofEpochMilli).toList());
        }
    }
}
