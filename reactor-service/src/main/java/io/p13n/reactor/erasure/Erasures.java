package io.p13n.reactor.erasure;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.p13n.contract.IdDigests;
import io.p13n.contract.PublishedErasure;
import io.p13n.contract.ServiceId;
import io.p13n.offer.profile.Id;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Of whom nothing may be kept from before which moment, as the topic of erasures tells.
 *
 * <p>Law: once {@link #requireKnown()} has returned, {@link #isErased} knows every erasure that was published before this
 * replica started, and the tables hold nothing of those persons from before.
 */
@Component
public class Erasures {

    private final @Nullable IdDigests digests;
    private final RestoredTables tables;
    private final Map<ServiceId, Erased> byService = new ConcurrentHashMap<>();
    private volatile @Nullable String unreadable;
    private volatile boolean tablesInLine;

    Erasures(ErasureProperties properties, RestoredTables tables, MeterRegistry registry) {
        this.tables = tables;
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

        Map<String, Instant> before(Instant settled) {
            return moments.entrySet().stream()
                    .filter(each -> each.getValue().isBefore(settled))
                    .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
        }

        private static Instant later(Instant one, Instant other) {
            return one.isAfter(other) ? one : other;
        }
    }

    /**
     * Returns if {@link #isErased} may be relied on.
     *
     * @throws ErasuresUnknown as long as it may not
     */
    public void requireKnown() {
        String reason = unknown();
        if (reason != null) {
            throw new ErasuresUnknown(reason);
        }
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

    /**
     * Whether an event, accepted at that moment, may be neither applied nor stored.
     *
     * @param ids of the event; asked for only where they matter, which is hardly ever
     */
    public boolean isErased(ServiceId service, Supplier<? extends Collection<Id>> ids, Instant acceptedAt) {
        Erased erased = byService.get(service);
        if (erased == null || !acceptedAt.isBefore(erased.latest)) {
            return false; // nearly always
        }
        return ids.get().stream().anyMatch(id -> acceptedAt.isBefore(moment(service, erased, id)));
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

    /** From now on the tables count as being in line. */
    void tablesAreInLine() {
        tablesInLine = true;
    }

    /**
     * Erases what the tables should not have any more, which is nothing unless they come from a backup, or whoever told
     * the topic did not come to erase. For a database that was replaced under a running replica.
     */
    public void bringTablesInLine() {
        bringTablesInLine(Instant.MAX);
    }

    /** The same for erasures from before a moment alone: younger ones may still be at work. */
    void bringTablesInLine(Instant settled) {
        byService.forEach(
                (service, erased) -> tables.bringInLine(service, erased.before(settled), id -> digest(service, id)));
    }

    /** There are erasures to compare it with only where there is a secret. */
    private String digest(ServiceId service, Id id) {
        if (digests == null) {
            throw new IllegalStateException("no secret, so no erasures");
        }
        return digests.of(service, id.key(), id.value());
    }
}
