package io.p13n.offer.profile;

import com.google.common.base.Utf8;
import com.google.re2j.Pattern;
import io.p13n.offer.definition.IdentityDefinition;
import io.p13n.offer.definition.IdentityKey;
import io.p13n.offer.event.Caller;
import io.p13n.offer.event.Event;
import io.p13n.offer.profile.DroppedId.Reason;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finds the ids in an event. Immutable; safe for many threads. */
public final class IdentityRules {

    private static final int MAX_BYTES = 256;

    private final List<Rule> rules;
    private final Map<String, Integer> trust;
    private final Map<String, String> keyByLowerCase;
    private final int maxIds;
    private final int maxMerges;

    private IdentityRules(List<Rule> rules, int maxIds, int maxMerges) {
        this.rules = rules;
        this.maxIds = maxIds;
        this.maxMerges = maxMerges;
        this.trust = new HashMap<>();
        this.keyByLowerCase = new HashMap<>();
        for (var rule : rules) {
            var name = rule.key().name();
            trust.put(name, trust.size());
            keyByLowerCase.put(name.toLowerCase(Locale.ROOT), name);
        }
    }

    public static IdentityRules of(IdentityDefinition definition) {
        return new IdentityRules(
                definition.keys().stream().map(Rule::of).toList(), definition.maxIds(), definition.maxMerges());
    }

    public Identified identify(Event event) {
        var ids = new ArrayList<Id>();
        var dropped = new ArrayList<DroppedId>();
        for (var rule : rules) {
            var value = event.fields().get(rule.key().name());
            if (value != null) {
                rule.judge(value, ids, dropped);
            }
        }
        if (ids.isEmpty()) {
            dropped.addAll(misspelt(event.fields().keySet()));
        }
        return new Identified(ids, dropped);
    }

    /** The ids that count for this caller: all of a server's, a browser's only where the key is public. */
    public List<Id> counting(Caller caller, List<Id> ids) {
        return caller == Caller.PRIVATE
                ? ids
                : ids.stream().filter(this::isPublic).toList();
    }

    /** How little an id's key is trusted: 0 is the most; a key that the definition doesn't know comes last. */
    public int rank(Id id) {
        return trust.getOrDefault(id.key(), rules.size());
    }

    /** Ids that one profile may have. */
    public int maxIds() {
        return maxIds;
    }

    /** Profiles that may go into one profile within 24 hours. */
    public int maxMerges() {
        return maxMerges;
    }

    private boolean isPublic(Id id) {
        var rank = rank(id);
        return rank < rules.size() && rules.get(rank).key().isPublic();
    }

    /** At most one a key, however many spellings a caller tries. */
    private Set<DroppedId> misspelt(Collection<String> fields) {
        var misspelt = new LinkedHashSet<DroppedId>();
        for (var field : fields) {
            var key = keyByLowerCase.get(field.length() > MAX_BYTES ? "" : field.toLowerCase(Locale.ROOT));
            if (key != null && !trust.containsKey(field)) {
                misspelt.add(new DroppedId(key, Reason.WRONG_CASE));
            }
        }
        return misspelt;
    }

    private record Rule(IdentityKey key, @Nullable Pattern valid, Set<String> invalid) {

        static Rule of(IdentityKey key) {
            var valid = key.valid() == null ? null : Pattern.compile(key.valid());
            var invalid =
                    key.invalid().stream().map(value -> normalised(value, key)).collect(Collectors.toUnmodifiableSet());
            return new Rule(key, valid, invalid);
        }

        void judge(Object value, List<Id> ids, List<DroppedId> dropped) {
            var text = text(value);
            var normalised = text == null ? null : normalised(text, key);
            var reason = normalised == null ? Reason.NOT_TEXT : fault(normalised);
            if (normalised != null && reason == null) {
                ids.add(new Id(key.name(), normalised));
            } else if (reason != null) {
                dropped.add(new DroppedId(key.name(), reason));
            }
        }

        private @Nullable Reason fault(String value) {
            if (value.isEmpty()) {
                return Reason.EMPTY;
            }
            if (value.length() > MAX_BYTES || Utf8.encodedLength(value) > MAX_BYTES) {
                return Reason.TOO_LONG;
            }
            if (invalid.contains(value)) {
                return Reason.INVALID;
            }
            return valid == null || valid.matches(value) ? null : Reason.NOT_VALID;
        }

        private static @Nullable String text(Object value) {
            if (value instanceof String text) {
                return text;
            }
            return value instanceof Long || value instanceof BigInteger ? value.toString() : null;
        }

        private static String normalised(String value, IdentityKey key) {
            return switch (key.normalize()) {
                case NONE -> value;
                case LOWERCASE -> value.toLowerCase(Locale.ROOT);
            };
        }
    }
}
