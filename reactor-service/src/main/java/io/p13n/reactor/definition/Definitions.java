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
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** The service definitions that this replica holds, compiled; swapped in whole when a newer version comes. */
@Component
public class Definitions {

    private static final Logger log = LoggerFactory.getLogger(Definitions.class);

    private final Map<ServiceId, Held> held = new ConcurrentHashMap<>();

    /**
     * What a version says of its service.
     *
     * @param service absent if this version ends it
     */
    private record Held(long version, @Nullable CompiledService service) {}

    /**
     * The service as compiled from the given version or a later one.
     *
     * @return fails with {@link DefinitionBehind} while this replica holds an older version, or none; with
     *     {@link ServiceDeleted} if the service has ended
     */
    public Mono<ServiceVersion> atLeast(ServiceId service, long version) {
        return Mono.fromCallable(() -> {
            Held current = held.get(service);
            if (current == null || current.version() < version) {
                throw new DefinitionBehind(service, version, current == null ? 0 : current.version());
            }
            if (current.service() == null) {
                throw new ServiceDeleted(service);
            }
            return new ServiceVersion(current.version(), current.service());
        });
    }

    /** Takes in what was published. A document that this replica can't compile is logged, and the older one stays. */
    void hold(PublishedDefinition definition) {
        if (definition.key() instanceof DefinitionKey.Service key) {
            if (definition.deleted()) {
                held.put(key.service(), new Held(definition.version(), null));
                log.info("service {} is deleted by version {}", key.service(), definition.version());
            } else {
                compile(key.service(), definition);
            }
        }
    }

    private void compile(ServiceId service, PublishedDefinition definition) {
        Reading reading = DefinitionReader.read(definition.document());
        if (reading instanceof Reading.Read read && read.document() instanceof ServiceDefinition document) {
            Compilation compilation = CompiledService.compile(document);
            if (compilation instanceof Compilation.Compiled compiled) {
                held.put(service, new Held(definition.version(), compiled.service()));
                log.info("service {} is at version {}", service, definition.version());
            } else {
                refuse(definition, compilation);
            }
        } else {
            refuse(definition, reading);
        }
    }

    private static void refuse(PublishedDefinition definition, Object why) {
        log.error(
                "{} version {} can't be used by this replica; its events wait until a version comes that can: {}",
                definition.key(),
                definition.version(),
                why);
    }

    /** The account's services, as this replica holds them, without those that have ended. */
    public List<CompiledService> ofAccount(long account) {
        return held.entrySet().stream()
                .filter(each -> each.getKey().account() == account)
                .sorted(Map.Entry.comparingByKey())
                .map(each -> each.getValue().service())
                .filter(Objects::nonNull)
                .toList();
    }

    /** Whether the version that this replica holds ends the service. */
    boolean isDeleted(ServiceId service) {
        Held current = held.get(service);
        return current != null && current.service() == null;
    }

    /** The services that this replica holds, without those that have ended. */
    public List<ServiceId> services() {
        return held.keySet().stream().filter(service -> !isDeleted(service)).toList();
    }
}
