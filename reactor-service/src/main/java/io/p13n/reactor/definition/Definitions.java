package io.p13n.reactor.definition;

import io.p13n.contract.DefinitionKey;
import io.p13n.contract.PublishedDefinition;
import io.p13n.contract.ServiceId;
import io.p13n.offer.decision.Compilation;
import io.p13n.offer.decision.CompiledService;
import io.p13n.offer.definition.DefinitionReader;
import io.p13n.offer.definition.Reading;
import io.p13n.offer.definition.ServiceDefinition;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** The service definitions that this replica holds, compiled; swapped in whole when a newer version comes. */
@Component
public class Definitions {

    private static final Logger log = LoggerFactory.getLogger(Definitions.class);

    private final Map<ServiceId, Held> held = new ConcurrentHashMap<>();

    /**
     * What a version says of its service.
     *
     * @param deleted whether it ends the service
     * @param service absent if it ends the service, and what that was last can't be told
     */
    private record Held(
            long version, boolean deleted, @Nullable CompiledService service) {}

    /**
     * The service as compiled from the given version or a later one.
     *
     * @throws DefinitionBehind while this replica holds an older version, or none
     * @throws ServiceDeleted if the service has ended
     */
    public ServiceVersion atLeast(ServiceId service, long version) {
        Held current = held(service, version);
        if (current.deleted() || current.service() == null) {
            throw new ServiceDeleted(service);
        }
        return new ServiceVersion(current.version(), current.service());
    }

    /**
     * The service as it stands or, if it has ended, as it was last; empty if that can't be told.
     *
     * @throws DefinitionBehind while this replica holds no version
     */
    public Optional<CompiledService> last(ServiceId service) {
        return Optional.ofNullable(held(service, 0).service());
    }

    private Held held(ServiceId service, long version) {
        Held current = held.get(service);
        if (current == null || current.version() < version) {
            throw new DefinitionBehind(service, version, current == null ? 0 : current.version());
        }
        return current;
    }

    /** Takes in what was published. A document that this replica can't compile is logged, and the one before stays. */
    void hold(PublishedDefinition definition) {
        if (definition.key() instanceof DefinitionKey.Service key) {
            CompiledService compiled = compile(definition);
            if (definition.deleted()) {
                held.compute(
                        key.service(),
                        (service, before) -> new Held(
                                definition.version(),
                                true,
                                compiled == null && before != null ? before.service() : compiled));
                log.info("service {} is deleted by version {}", key.service(), definition.version());
            } else if (compiled != null) {
                held.put(key.service(), new Held(definition.version(), false, compiled));
                log.info("service {} is at version {}", key.service(), definition.version());
            } else {
                log.error(
                        "the events of service {} wait until a version comes that this replica can use", key.service());
            }
        }
    }

    private static @Nullable CompiledService compile(PublishedDefinition definition) {
        Reading reading = DefinitionReader.read(definition.document());
        if (!(reading instanceof Reading.Read read && read.document() instanceof ServiceDefinition document)) {
            return refuse(definition, reading);
        }
        Compilation compilation = CompiledService.compile(document);
        return compilation instanceof Compilation.Compiled compiled
                ? compiled.service()
                : refuse(definition, compilation);
    }

    private static @Nullable CompiledService refuse(PublishedDefinition definition, Object why) {
        log.error("{} version {} can't be used by this replica: {}", definition.key(), definition.version(), why);
        return null;
    }

    /** The account's services, as this replica holds them, without those that have ended. */
    public List<CompiledService> ofAccount(long account) {
        return held.entrySet().stream()
                .filter(each ->
                        each.getKey().account() == account && !each.getValue().deleted())
                .sorted(Map.Entry.comparingByKey())
                .map(each -> each.getValue().service())
                .filter(Objects::nonNull)
                .toList();
    }

    /** Whether the version that this replica holds ends the service. */
    public boolean isDeleted(ServiceId service) {
        Held current = held.get(service);
        return current != null && current.deleted();
    }

    /** The services that this replica holds, without those that have ended. */
    public List<ServiceId> services() {
        return held.keySet().stream().filter(service -> !isDeleted(service)).toList();
    }
}
