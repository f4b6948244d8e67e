package io.p13n.admin.definition;

import io.p13n.admin.http.Fault;
import io.p13n.admin.http.Faulted;
import io.p13n.admin.http.InputError;
import io.p13n.contract.DefinitionKey;
import io.p13n.contract.PublishedDefinition;
import io.p13n.contract.ServiceId;
import io.p13n.offer.decision.Compilation;
import io.p13n.offer.decision.CompiledService;
import io.p13n.offer.definition.DefinitionProblem;
import io.p13n.offer.definition.DefinitionReader;
import io.p13n.offer.definition.Reading;
import io.p13n.offer.definition.ServiceDefinition;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** The versions of services' definitions, ready to decide. The few that were asked for last stay compiled. */
@Component
public class CompiledVersions {

    private static final int MOST = 8;

    private final DefinitionStore store;
    private final Map<PublishedDefinition, CompiledService> compiled = new LinkedHashMap<>(MOST, 0.75f, true) {

        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<PublishedDefinition, CompiledService> eldest) {
            return size() > MOST;
        }
    };

    CompiledVersions(DefinitionStore store) {
        this.store = store;
    }

    /**
     * A version, compiled.
     *
     * @param version 0 of a document that was never applied
     */
    public record CompiledVersion(long version, CompiledService service) {}

    /** The one that stands; fails with a {@link Faulted} if there is none. */
    public Mono<CompiledVersion> standing(ServiceId service) {
        var key = new DefinitionKey.Service(service);
        return compiled(store.current(key), "there is no definition of " + key);
    }

    /** One that was kept; fails with a {@link Faulted} if there never was such a one. */
    public Mono<CompiledVersion> version(ServiceId service, long version) {
        var key = new DefinitionKey.Service(service);
        return compiled(store.version(key, version), key + " has no version " + version + ", or it is a deletion");
    }

    /** A document that was not applied, looked at by itself; fails with a {@link Faulted} that names its problems. */
    public Mono<CompiledVersion> proposed(ServiceId service, String document) {
        return Mono.fromCallable(() -> new CompiledVersion(0, compile(service, document)))
                .subscribeOn(Schedulers.boundedElastic());
    }

    private Mono<CompiledVersion> compiled(Mono<PublishedDefinition> kept, String otherwise) {
        return kept.filter(definition -> !definition.deleted())
                .switchIfEmpty(Mono.error(() -> Fault.NOT_FOUND.because(otherwise)))
                .publishOn(Schedulers.boundedElastic())
                .map(definition -> new CompiledVersion(definition.version(), compiled(definition)));
    }

    private CompiledService compiled(PublishedDefinition definition) {
        synchronized (compiled) {
            CompiledService known = compiled.get(definition);
            if (known != null) {
                return known;
            }
        }
        ServiceId service = ((DefinitionKey.Service) definition.key()).service();
        CompiledService made = compile(service, definition.document());
        synchronized (compiled) {
            compiled.put(definition, made);
        }
        return made;
    }

    private static CompiledService compile(ServiceId service, String text) {
        Reading reading = DefinitionReader.read(text);
        if (!(reading instanceof Reading.Read read)) {
            throw refused(((Reading.Refused) reading).problems());
        }
        if (!(read.document() instanceof ServiceDefinition definition)
                || definition.account() != service.account()
                || definition.instance() != service.instance()) {
            throw Fault.INVALID.because("the document is not of service " + service);
        }
        Compilation compilation = CompiledService.compile(definition);
        if (compilation instanceof Compilation.Compiled done) {
            return done.service();
        }
        throw refused(((Compilation.Refused) compilation).problems());
    }

    private static Faulted refused(List<DefinitionProblem> problems) {
        List<InputError> places = problems.stream()
                .map(problem -> FileProblem.of("the document", problem).place())
                .toList();
        return Fault.INVALID.because("the document is refused", places);
    }
}
