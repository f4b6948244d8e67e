package io.p13n.admin.definition;

import io.p13n.admin.access.Caller;
import io.p13n.admin.access.MasterKeys;
import io.p13n.admin.http.Bodies;
import io.p13n.admin.http.Fault;
import io.p13n.admin.http.Page;
import io.p13n.contract.DefinitionKey;
import io.p13n.contract.PublishedDefinition;
import io.p13n.contract.ServiceId;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** The documents of an account and of its services: looked at before, applied, read, taken back. */
@Configuration(proxyBeanMethods = false)
class DefinitionRoutes {

    private static final MediaType YAML = MediaType.parseMediaType("application/yaml;charset=UTF-8");
    private static final MediaType DIFF = MediaType.parseMediaType("text/x-diff;charset=UTF-8");
    private static final String OF_ACCOUNT = MasterKeys.PATH + "/definition";
    private static final String OF_SERVICE = MasterKeys.PATH + "/services/{instance:[1-9][0-9]{0,17}}/definition";

    private final Definitions definitions;
    private final DefinitionStore store;

    DefinitionRoutes(Definitions definitions, DefinitionStore store) {
        this.definitions = definitions;
        this.store = store;
    }

    @Bean
    RouterFunction<ServerResponse> definitionsOfAccount(MasterKeys masterKeys) {
        var routes = RouterFunctions.route();
        documentRoutes(routes, OF_ACCOUNT);
        documentRoutes(routes, OF_SERVICE);
        return routes.GET(MasterKeys.PATH + "/services", this::services)
                .DELETE(OF_SERVICE, this::delete)
                .POST(OF_SERVICE + "/versions/{version}/restore", this::restore)
                .filter(masterKeys)
                .build();
    }

    private void documentRoutes(RouterFunctions.Builder routes, String path) {
        routes.GET(path, this::read)
                .PUT(path, this::apply)
                .POST(path + "/validate", this::validate)
                .POST(path + "/diff", this::diff)
                .GET(path + "/versions", this::versions)
                .GET(path + "/versions/{version}", this::version);
    }

    private Mono<ServerResponse> services(ServerRequest request) {
        return store.services(Caller.of(request).account())
                .collectList()
                .map(Services::new)
                .flatMap(services -> ServerResponse.ok().bodyValue(services));
    }

    private Mono<ServerResponse> read(ServerRequest request) {
        return standing(request).flatMap(DefinitionRoutes::document);
    }

    private Mono<ServerResponse> version(ServerRequest request) {
        return kept(request).flatMap(DefinitionRoutes::document);
    }

    private Mono<ServerResponse> versions(ServerRequest request) {
        Page page = Page.of(request);
        return store.versions(key(request), page)
                .map(versions -> page.answer("versions", versions, VersionListing::version))
                .flatMap(answer -> ServerResponse.ok().bodyValue(answer));
    }

    private Mono<ServerResponse> validate(ServerRequest request) {
        return proposal(request)
                .map(Verdict::of)
                .flatMap(verdict -> ServerResponse.ok().bodyValue(verdict));
    }

    private Mono<ServerResponse> diff(ServerRequest request) {
        DefinitionKey key = key(request);
        return proposal(request)
                .zipWith(store.current(key).defaultIfEmpty(new PublishedDefinition(key, 0, true, "")))
                .map(both -> Difference.of(both.getT2(), Definitions.accepted(both.getT1())))
                .flatMap(diff -> ServerResponse.ok().contentType(DIFF).bodyValue(diff));
    }

    private Mono<Proposal> proposal(ServerRequest request) {
        return Bodies.text(request).flatMap(text -> definitions.proposal(key(request), text, Caller.of(request)));
    }

    private Mono<ServerResponse> apply(ServerRequest request) {
        IfMatch condition = IfMatch.of(request);
        return Bodies.text(request)
                .flatMap(text -> change(request, "apply", standing -> {
                    condition.require(standing);
                    return new Amendment.Draft.Sent(text);
                }));
    }

    private Mono<ServerResponse> delete(ServerRequest request) {
        IfMatch condition = IfMatch.of(request);
        return change(request, "delete", standing -> {
            condition.require(standing);
            if (standing == null || standing.deleted()) {
                throw noSuchDefinition(request);
            }
            return new Amendment.Draft.Deletion();
        });
    }

    private Mono<ServerResponse> restore(ServerRequest request) {
        IfMatch condition = IfMatch.of(request);
        return kept(request)
                .flatMap(old -> change(request, "restore version " + old.version(), standing -> {
                    condition.require(standing);
                    return new Amendment.Draft.Sent(old.document());
                }));
    }

    private Mono<ServerResponse> change(ServerRequest request, String action, Amendment amendment) {
        return definitions
                .change(key(request), action, amendment, Caller.of(request))
                .flatMap(applied -> ServerResponse.status(applied.published() ? HttpStatus.OK : HttpStatus.ACCEPTED)
                        .eTag(tag(applied.version()))
                        .bodyValue(applied));
    }

    private Mono<PublishedDefinition> standing(ServerRequest request) {
        return store.current(key(request))
                .filter(definition -> !definition.deleted())
                .switchIfEmpty(Mono.error(() -> noSuchDefinition(request)));
    }

    /** A version that was kept, and has a text. */
    private Mono<PublishedDefinition> kept(ServerRequest request) {
        long version = Page.parse("version", request.pathVariable("version"), 1, Long.MAX_VALUE);
        return store.version(key(request), version)
                .filter(definition -> !definition.deleted())
                .switchIfEmpty(Mono.error(() -> Fault.NOT_FOUND.because(
                        key(request) + " has no version " + version + ", or it is a deletion")));
    }

    private static Mono<ServerResponse> document(PublishedDefinition definition) {
        return ServerResponse.ok()
                .contentType(YAML) // JSON is YAML too
                .eTag(tag(definition.version()))
                .bodyValue(definition.document());
    }

    private static String tag(long version) {
        return "\"" + version + "\"";
    }

    private static RuntimeException noSuchDefinition(ServerRequest request) {
        return Fault.NOT_FOUND.because("there is no definition of " + key(request));
    }

    private static DefinitionKey key(ServerRequest request) {
        long account = Caller.of(request).account();
        String instance = request.pathVariables().get("instance");
        return instance == null
                ? new DefinitionKey.Account(account)
                : new DefinitionKey.Service(new ServiceId(account, Long.parseLong(instance)));
    }
}
