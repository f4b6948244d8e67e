package io.p13n.admin.imports;

import io.p13n.admin.access.Caller;
import io.p13n.admin.access.MasterKeys;
import io.p13n.admin.definition.Definitions;
import io.p13n.admin.http.Fault;
import io.p13n.admin.http.Page;
import io.p13n.contract.DefinitionKey;
import io.p13n.contract.ServiceId;
import io.p13n.offer.definition.DefinitionReader;
import io.p13n.offer.definition.Reading;
import io.p13n.offer.definition.ServiceDefinition;
import java.util.Arrays;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Where the warehouse uploads to: PUT replaces all that was there, PATCH only what the upload names. */
@Configuration(proxyBeanMethods = false)
class ImportRoutes {

    private static final String SERVICE = MasterKeys.PATH + "/services/{instance:[1-9][0-9]{0,17}}";
    private static final String USUAL_REJECTS = "100";
    private static final long MOST_REJECTS = 1_000_000;

    private final Definitions definitions;
    private final Imports imports;
    private final ImportStore store;

    ImportRoutes(Definitions definitions, Imports imports, ImportStore store) {
        this.definitions = definitions;
        this.imports = imports;
        this.store = store;
    }

    /** What the path and the query say that an upload is about. */
    private interface Aim {
        Target of(ServiceDefinition service, ServerRequest request);
    }

    @Bean
    RouterFunction<ServerResponse> importsOfService(MasterKeys masterKeys) {
        var routes = RouterFunctions.route();
        uploadRoutes(routes, SERVICE + "/segments/{segment}", ImportRoutes::segment);
        uploadRoutes(routes, SERVICE + "/attributes", ImportRoutes::attributes);
        uploadRoutes(routes, SERVICE + "/catalogs/{catalog}", ImportRoutes::catalog);
        return routes.GET(SERVICE + "/imports", this::list)
                .GET(SERVICE + "/imports/{id}", this::read)
                .filter(masterKeys)
                .build();
    }

    private void uploadRoutes(RouterFunctions.Builder routes, String path, Aim aim) {
        routes.PUT(path, request -> upload(request, aim)).PATCH(path, request -> upload(request, aim));
    }

    private static Target segment(ServiceDefinition service, ServerRequest request) {
        return Target.Segment.of(service, request.pathVariable("segment"), parameter(request, "key"));
    }

    private static Target attributes(ServiceDefinition service, ServerRequest request) {
        List<String> names = Arrays.stream(parameter(request, "names").split(",", -1))
                .filter(name -> !name.isEmpty())
                .toList();
        return Target.Attributes.of(service, names, parameter(request, "key"));
    }

    private static Target catalog(ServiceDefinition service, ServerRequest request) {
        return Target.Catalog.of(service, request.pathVariable("catalog"));
    }

    private static String parameter(ServerRequest request, String name) {
        return request.queryParam(name).orElse("");
    }

    private Mono<ServerResponse> upload(ServerRequest request, Aim aim) {
        return definition(request)
                .map(service -> upload(request, aim.of(service, request)))
                .flatMap(upload ->
                        imports.take(upload, request.exchange().getRequest().getBody()))
                .flatMap(imported -> ServerResponse.ok().bodyValue(imported))
                .doOnError(refused -> hangUp(request));
    }

    /** What still comes of a refused upload is not waited for. */
    private static void hangUp(ServerRequest request) {
        request.exchange().getResponse().getHeaders().setConnection("close");
    }

    private static Upload upload(ServerRequest request, Target target) {
        long length = request.headers().contentLength().orElse(-1);
        return new Upload(
                service(request),
                target,
                request.method().equals(HttpMethod.PUT),
                Format.of(request),
                length < 0 ? null : length,
                mostRejected(request),
                Caller.of(request));
    }

    private static long mostRejected(ServerRequest request) {
        String most = request.queryParam("max_rejects").orElse(USUAL_REJECTS);
        return Page.parse("max_rejects", most, 0, MOST_REJECTS);
    }

    private Mono<ServiceDefinition> definition(ServerRequest request) {
        return definitions
                .text(new DefinitionKey.Service(service(request)))
                .publishOn(Schedulers.boundedElastic())
                .mapNotNull(text -> DefinitionReader.read(text) instanceof Reading.Read read
                                && read.document() instanceof ServiceDefinition service
                        ? service
                        : null)
                .switchIfEmpty(Mono.error(() -> Fault.NOT_FOUND.because("there is no service " + service(request))));
    }

    private Mono<ServerResponse> list(ServerRequest request) {
        Page page = Page.of(request);
        return store.list(service(request), page)
                .map(imports -> page.answer("imports", imports, ImportReport::id))
                .flatMap(answer -> ServerResponse.ok().bodyValue(answer));
    }

    private Mono<ServerResponse> read(ServerRequest request) {
        long id = Page.parse("id", request.pathVariable("id"), 1, Long.MAX_VALUE);
        return store.find(service(request), id)
                .switchIfEmpty(Mono.error(() -> Fault.NOT_FOUND.because("there is no import " + id)))
                .flatMap(imported -> ServerResponse.ok().bodyValue(imported));
    }

    private static ServiceId service(ServerRequest request) {
        return new ServiceId(Caller.of(request).account(), Long.parseLong(request.pathVariable("instance")));
    }
}
