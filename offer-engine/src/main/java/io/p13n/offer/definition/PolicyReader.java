package io.p13n.offer.definition;

import io.p13n.offer.definition.OfferPolicies.FrequencyCap;
import io.p13n.offer.definition.OfferPolicies.Schedule;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads what may keep offers back, and the groups that they stand in. */
final class PolicyReader {

    /** The members of an offer that are read here. */
    static final Set<String> MEMBERS = Set.of("schedule", "frequency_cap", "holdout", "group", "priority");

    private static final int MAX_GROUPS = 1000;
    private static final int MAX_AT_MOST = 100;
    private static final int MAX_TIMES = 100;
    private static final long MAX_PRIORITY = 1_000_000;
    private static final Pattern PERCENT = Pattern.compile("([0-9]{1,2}(?:\\.[0-9]{1,2})?)%");

    private final UniqueNames groups = new UniqueNames();
    private final Map<String, Value> defaults = new HashMap<>();
    private final Map<String, String> groupByOffer = new HashMap<>();

    List<OfferGroup> groups(Value value) {
        return value.list(0, MAX_GROUPS, this::group);
    }

    private OfferGroup group(Value value) {
        var members = value.members(Set.of("name", "at_most", "default"));
        var name = members.required("name", this::groupName, "");
        return new OfferGroup(
                name,
                members.optional("at_most", number -> (int) number.integer(1, MAX_AT_MOST), 1),
                members.optional("default", offer -> defaultOffer(name, offer)));
    }

    private String groupName(Value value) {
        var name = Names.label(value);
        groups.add(value, name);
        return name;
    }

    private String defaultOffer(String group, Value value) {
        defaults.put(group, value);
        return value.text();
    }

    OfferPolicies policies(String offer, Members members) {
        var group = members.optional("group", this::knownGroup);
        if (group != null) {
            groupByOffer.put(offer, group);
        }
        return new OfferPolicies(
                members.optional("schedule", PolicyReader::schedule),
                members.optional("frequency_cap", PolicyReader::frequencyCap),
                members.optional("holdout", PolicyReader::holdout, 0),
                group,
                members.optional("priority", number -> priority(number, group), 0L));
    }

    /** To be asked when all offers are read. */
    void checkDefaults() {
        defaults.forEach((group, offer) -> {
            if (!group.equals(groupByOffer.get(offer.scalar()))) {
                offer.refuse("`" + offer.scalar() + "` is no offer of this group; give an offer of that name `group: "
                        + group + "`");
            }
        });
    }

    private String knownGroup(Value value) {
        var name = value.text();
        if (!name.isEmpty() && !groups.names().contains(name)) {
            value.refuse("unknown group `" + name + "`" + OfferReader.suggestion(groups.names(), name));
        }
        return name;
    }

    private static long priority(Value value, @Nullable String group) {
        if (group == null) {
            value.refuse("says something only within a `group`; name one, or leave it out");
        }
        return value.integer(-MAX_PRIORITY, MAX_PRIORITY);
    }

    private static Schedule schedule(Value value) {
        var members = value.members(Set.of("from", "until"));
        var from = members.optional("from", PolicyReader::moment);
        var until = members.optional("until", PolicyReader::moment);
        if (from != null && until != null && !from.isBefore(until)) {
            value.refuse("`until` must be later than `from`");
        } else if (!members.has("from") && !members.has("until")) {
            value.refuse("needs `from`, `until`, or both");
        }
        return new Schedule(from, until);
    }

    static Instant moment(Value value) {
        try {
            return OffsetDateTime.parse(value.text()).toInstant().truncatedTo(ChronoUnit.MILLIS);
        } catch (DateTimeException e) {
            value.refuse("must be a moment with its offset, like 2026-11-27T00:00:00Z or 2026-11-27T00:00:00+01:00");
            return Instant.EPOCH;
        }
    }

    private static FrequencyCap frequencyCap(Value value) {
        var members = value.members(Set.of("times", "per"));
        return new FrequencyCap(
                members.required("times", times -> (int) times.integer(1, MAX_TIMES), 1),
                members.required("per", Value::duration, Duration.ofDays(1)));
    }

    private static int holdout(Value value) {
        var matcher = PERCENT.matcher(value.scalar());
        var share = matcher.matches()
                ? new BigDecimal(matcher.group(1)).movePointRight(2).intValueExact()
                : 0;
        if (share == 0) {
            value.refuse("must be a share above 0% and below 100%, of at most two decimals, like 10% or 2.5%");
        }
        return share;
    }
}
