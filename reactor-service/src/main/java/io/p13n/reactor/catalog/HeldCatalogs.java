package io.p13n.reactor.catalog;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.p13n.contract.ServiceId;
import io.p13n.offer.decision.CompiledService;
import io.p13n.offer.definition.CatalogDefinition;
import io.p13n.offer.profile.Catalogs;
import io.p13n.reactor.definition.Definitions;
import io.p13n.reactor.sql.Reason;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * The catalogs of the services that this replica decides for. What is handed out is of one generation and stays so; a newer one
 * is seen about a second after it became current. One that is too large is refused: the one before it stays, the log and a gauge
 * tell, until another comes.
 */
@Component
public class HeldCatalogs {

    private static final Logger log = LoggerFactory.getLogger(HeldCatalogs.class);
    private static final Catalogs NONE = (catalog, key, column) -> null;

    private final Map<ServiceId, Map<String, Catalog>> held = new ConcurrentHashMap<>();
    private final CatalogTable table;
    private final CatalogProperties properties;
    private final Definitions definitions;

    HeldCatalogs(CatalogTable table, CatalogProperties properties, Definitions definitions, MeterRegistry registry) {
        this.table = table;
        this.properties = properties;
        this.definitions = definitions;
        Gauge.builder("p13n.reactor.catalogs.refused", this, HeldCatalogs::refused)
                .description("Catalogs whose current generation is too large to be held, so that an older one is used")
                .register(registry);
    }

    /** The service's catalogs as they are now; read first where this replica never had them. */
    public Catalogs of(ServiceId service, CompiledService definition) {
        var names = definition.definition().catalogs().stream()
                .map(CatalogDefinition::name)
                .toList();
        if (names.isEmpty()) {
            held.remove(service);
            return NONE;
        }
        var current = held.getOrDefault(service, Map.of());
        if (!current.keySet().containsAll(names)) {
            current = read(service, names);
        }
        if (!names.containsAll(current.keySet())) {
            current = keepOnly(service, names, current);
        }
        return catalogs(current);
    }

    private static Catalogs catalogs(Map<String, Catalog> held) {
        return (catalog, key, column) ->
                held.getOrDefault(catalog, Catalog.NOTHING).value(key, column);
    }

    /** Lets go of what the definition no longer names, when the next event is decided by it. */
    private Map<String, Catalog> keepOnly(ServiceId service, List<String> names, Map<String, Catalog> current) {
        held.computeIfPresent(service, (id, before) -> only(names, before));
        return only(names, current);
    }

    private static Map<String, Catalog> only(List<String> names, Map<String, Catalog> catalogs) {
        var only = new HashMap<>(catalogs);
        only.keySet().retainAll(names);
        return Map.copyOf(only);
    }

    /**
     * Reads what became current since the last time, and lets go of services that have ended; a failure is logged, and the next run
     * tries again.
     */
    @Scheduled(fixedDelayString = "${p13n.reactor.catalogs.refresh:" + CatalogProperties.REFRESH + "}")
    void refresh() {
        held.keySet().removeIf(definitions::isDeleted);
        held.forEach((service, catalogs) -> {
            try {
                var unused = read(service, List.copyOf(catalogs.keySet()));
            } catch (RuntimeException failure) {
                log.warn("catalogs of {} stay as they are for now: {}", service, Reason.of(failure));
            }
        });
    }

    /** The service's catalogs, those that became current included. */
    private Map<String, Catalog> read(ServiceId service, List<String> names) {
        var catalogs = new HashMap<>(held.getOrDefault(service, Map.of()));
        table.generations(service, names).forEach((name, current) -> {
            Catalog before = catalogs.getOrDefault(name, Catalog.NOTHING);
            if (before.generation() != current) {
                Catalog read = read(service, name, before);
                catalogs.put(name, read);
                hold(service, name, read);
            }
        });
        return catalogs;
    }

    private Catalog read(ServiceId service, String name, Catalog before) {
        try {
            Catalog read = table.read(service, name);
            log.info(
                    "catalog {} of {} is at generation {}, {} rows",
                    name,
                    service,
                    read.generation(),
                    read.rows().size());
            return read;
        } catch (CatalogTooLarge tooLarge) {
            log.error(
                    "catalog {} of {}: generation {} is over {}, so what was held before is used; upload less, or raise"
                            + " p13n.reactor.catalogs.max-size",
                    name,
                    service,
                    tooLarge.generation(),
                    properties.maxSize());
            return before.refusing(tooLarge.generation());
        }
    }

    /** The map that decisions have in hand is never changed. */
    private void hold(ServiceId service, String name, Catalog catalog) {
        held.compute(service, (id, before) -> {
            var after = before == null ? new HashMap<String, Catalog>() : new HashMap<>(before);
            after.put(name, catalog);
            return Map.copyOf(after);
        });
    }

    private double refused() {
        return held.values().stream()
                .flatMap(catalogs -> catalogs.values().stream())
                .filter(Catalog::refused)
                .count();
    }
}
