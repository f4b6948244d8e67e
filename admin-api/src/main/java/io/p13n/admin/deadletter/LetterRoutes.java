package io.p13n.admin.deadletter;

import io.p13n.admin.access.Caller;
import io.p13n.admin.access.MasterKeys;
import io.p13n.admin.http.Fault;
import io.p13n.admin.http.Page;
import io.p13n.contract.ServiceId;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** The dead letters of a service, or, as instance 0, of the account's tables without one. */
@Configuration(proxyBeanMethods = false)
class LetterRoutes {

    private static final String LETTERS = MasterKeys.PATH + "/services/{instance:0|[1-9][0-9]{0,17}}/dead-letters";
    private static final String LETTER = LETTERS + "/{topic}/{partition}/{offset}";

    private final DeadLetters deadLetters;

    LetterRoutes(DeadLetters deadLetters) {
        this.deadLetters = deadLetters;
    }

    @Bean
    RouterFunction<ServerResponse> deadLettersOfAccount(MasterKeys masterKeys) {
        return RouterFunctions.route()
                .GET(LETTERS, this::list)
                .GET(LETTER, this::read)
                .POST(LETTERS + "/redrive", request -> redrive(request, Set.of()))
                .POST(LETTER + "/redrive", this::redriveOne)
                .DELETE(LETTER, this::discard)
                .filter(masterKeys)
                .build();
    }

    private Mono<ServerResponse> list(ServerRequest request) {
        Page page = Page.of(request);
        return deadLetters
                .open(service(request))
                .map(open -> page.answer("letters", newestFirst(open, page), LetterListing::number))
                .flatMap(answer -> ServerResponse.ok().bodyValue(answer));
    }

    private static List<LetterListing> newestFirst(List<LetterListing> open, Page page) {
        return open.stream()
                .filter(letter -> letter.number() < page.before())
                .sorted(Comparator.comparingLong(LetterListing::number).reversed())
                .limit(page.rows())
                .toList();
    }

    private Mono<ServerResponse> read(ServerRequest request) {
        return deadLetters
                .read(service(request), origin(request), Caller.of(request))
                .switchIfEmpty(Mono.error(() -> noSuchLetter(request)))
                .flatMap(letter ->
                        ServerResponse.ok().header("Cache-Control", "no-store").bodyValue(Letter.of(letter)));
    }

    private Mono<ServerResponse> redriveOne(ServerRequest request) {
        return redrive(request, Set.of(origin(request)));
    }

    private Mono<ServerResponse> redrive(ServerRequest request, Set<String> origins) {
        return deadLetters
                .redrive(service(request), origins, Caller.of(request))
                .flatMap(count -> count < origins.size() ? Mono.error(noSuchLetter(request)) : Mono.just(count))
                .flatMap(count -> ServerResponse.ok().bodyValue(Map.of("redriven", count)));
    }

    private Mono<ServerResponse> discard(ServerRequest request) {
        return deadLetters
                .discard(service(request), Set.of(origin(request)), Caller.of(request))
                .flatMap(count -> count == 0 ? Mono.error(noSuchLetter(request)) : Mono.just(count))
                .flatMap(count -> ServerResponse.ok().bodyValue(Map.of("discarded", count)));
    }

    private static RuntimeException noSuchLetter(ServerRequest request) {
        return Fault.NOT_FOUND.because("service " + service(request) + " has no open dead letter " + origin(request));
    }

    private static String origin(ServerRequest request) {
        return String.join(
                "/", request.pathVariable("topic"), request.pathVariable("partition"), request.pathVariable("offset"));
    }

    private static ServiceId service(ServerRequest request) {
        return new ServiceId(Caller.of(request).account(), Long.parseLong(request.pathVariable("instance")));
    }
}
