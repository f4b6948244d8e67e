package io.p13n.reactor.erasure;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.p13n.contract.IdDigests;
import io.p13n.contract.PublishedErasure;
import io.p13n.contract.ServiceId;
import io.p13n.offer.profile.Id;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Of whom nothing may be kept from before which moment, as the topic of erasures tells.
 *
 * <p>Law: once {@link #known()} has completed, {@link #isErased} knows every erasure that was published before this
 * replica started, and the tables hold nothing of those persons from before.
 */
@Component
public class Erasures {

    private final @Nullable IdDigests digests;
    private final Map<ServiceId, Erased> byService = new ConcurrentHashMap<>();
    private volatile @Nullable String unreadable;
    private volatile boolean tablesInLine;

    Erasures(ErasureProperties properties, MeterRegistry registry) {
        String secret = properties.secret();
        this.digests = secret == null || secret.isBlank() ? null : IdDigests.under(secret);
        Gauge.builder("p13n.reactor.erasures.unknown", this, erasures -> erasures.unknown() == null ? 0 : 1)
                .description("1 while this replica can't tell who was erased, and so handles no event")
                .register(registry);
    }

    /** The erasures of one service. An erasure is replaced by a later one of the same id, never by an earlier one. */
    private static final class Erased {

        private final Map<String, Instant> moments = new ConcurrentHashMap<>();
        private volatile Instant latest = Instant.MIN;

        void add(String digest, Instant before) {
            moments.merge(digest, before, Erased::later);
            latest = later(latest, before);
        }

        private static Instant later(Instant one, Instant other) {
            return one.isAfter(other) ? one : other;
        }
    }

    /**
     * Completes when {@link #isErased} may be relied on.
     *
     * @return fails with {@link ErasuresUnknown} until then
     */
    public Mono<Void> known() {
        return Mono.defer(() -> {
            String reason = unknown();
            return reason == null ? Mono.empty() : Mono.error(new ErasuresUnknown(reason));
        });
    }

    /** Why {@link #isErased} may not be relied on; absent if it may. */
    @Nullable
    String unknown() {
        String reason = unreadable;
        if (reason != null) {
            return reason;
        }
        return tablesInLine ? null : "the erasures are being read";
    }

    /** Whether an event with these ids, accepted at that moment, may be neither applied nor stored. */
    public boolean isErased(ServiceId service, Collection<Id> ids, Instant acceptedAt) {
        Erased erased = byService.get(service);
        if (erased == null || !acceptedAt.isBefore(erased.latest)) {
            return false; // nearly always
        }
        return ids.stream().anyMatch(id -> acceptedAt.isBefore(moment(service, erased, id)));
    }

    private Instant moment(ServiceId service, Erased erased, Id id) {
        return digests == null
                ? Instant.MIN
                : erased.moments.getOrDefault(digests.of(service, id.key(), id.value()), Instant.MIN);
    }

    /** Takes in what was published. */
    void add(PublishedErasure erasure) {
        if (digests == null) {
            unreadable = "persons were erased, and p13n.erasure.secret, by which they can be told, is not set."
                    + " Set it as admin-api has it, and restart";
        } else if (!erasure.secret().equals(digests.fingerprint())) {
            unreadable = "persons were erased under another p13n.erasure.secret than this replica's."
                    + " Set it as admin-api has it, and restart";
        } else {
            byService
                    .computeIfAbsent(erasure.service(), service -> new Erased())
                    .add(erasure.digest(), erasure.before());
        }
    }

    void tablesAreInLine() {
        tablesInLine = true;
    }

    /** The tables may again hold persons who were erased: nothing may be handled until they are in line. */
    void tablesMayBeBehind() {
        tablesInLine = false;
    }

    /** All erasures, by service and digest. */
    Map<ServiceId, Map<String, Instant>> all() {
        var all = new HashMap<ServiceId, Map<String, Instant>>();
        byService.forEach((service, erased) -> all.put(service, Map.copyOf(erased.moments)));
        return all;
    }

    /** The digest of an id; there are erasures to compare it with only where there is a secret. */
    String digest(ServiceId service, String key, String value) {
        if (digests == null) {
            throw new IllegalStateException("no secret, so no erasures");
        }
        return digests.of(service, key, value);
    }
}
