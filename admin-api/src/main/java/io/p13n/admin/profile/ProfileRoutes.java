package io.p13n.admin.profile;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.p13n.admin.access.Caller;
import io.p13n.admin.access.MasterKeys;
import io.p13n.admin.http.Fault;
import io.p13n.admin.http.InputError;
import io.p13n.admin.http.Page;
import io.p13n.admin.profile.Profiles.Query;
import io.p13n.contract.ServiceId;
import java.time.Duration;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.BodyInserters;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** What is known of one person of a service. */
@Configuration(proxyBeanMethods = false)
class ProfileRoutes {

    private static final String PROFILE = MasterKeys.PATH + "/services/{instance:[1-9][0-9]{0,17}}/profile";
    private static final int MOST_EVENTS = 200;
    private static final String USUAL_EVENTS = "20";

    /** A caller who takes nothing for so long gives a connection of the database back. */
    private static final Duration LONGEST_STALL = Duration.ofMinutes(1);

    private final Profiles profiles;

    ProfileRoutes(Profiles profiles) {
        this.profiles = profiles;
    }

    @Bean
    RouterFunction<ServerResponse> profilesOfAccount(MasterKeys masterKeys) {
        return RouterFunctions.route()
                .GET(PROFILE, this::lookUp)
                .GET(PROFILE + "/export", this::export)
                .filter(masterKeys)
                .build();
    }

    private Mono<ServerResponse> lookUp(ServerRequest request) {
        long events = Page.parse("limit", request.queryParam("limit").orElse(USUAL_EVENTS), 1, MOST_EVENTS);
        return profiles.lookUp(query(request), Math.toIntExact(events))
                .flatMap(found ->
                        ServerResponse.ok().header("Cache-Control", "no-store").bodyValue(found));
    }

    private Mono<ServerResponse> export(ServerRequest request) {
        return profiles.export(query(request))
                .map(pieces -> pieces.timeout(LONGEST_STALL).map(ProfileRoutes::buffer))
                .flatMap(document -> ServerResponse.ok()
                        .header("Cache-Control", "no-store")
                        .contentType(MediaType.APPLICATION_JSON)
                        .body(BodyInserters.fromDataBuffers(document)));
    }

    private static DataBuffer buffer(String piece) {
        return DefaultDataBufferFactory.sharedInstance.wrap(piece.getBytes(UTF_8));
    }

    private static Query query(ServerRequest request) {
        Caller by = Caller.of(request);
        return new Query(
                new ServiceId(by.account(), Long.parseLong(request.pathVariable("instance"))),
                request.queryParam("id").orElse(""),
                flag(request.queryParam("sensitive").orElse("false")),
                by);
    }

    private static boolean flag(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default ->
                throw Fault.INVALID.because(
                        "`sensitive` is out of form", List.of(InputError.at("sensitive", "must be true or false")));
        };
    }
}
