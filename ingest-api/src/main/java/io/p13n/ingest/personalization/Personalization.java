package io.p13n.ingest.personalization;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.p13n.ingest.acceptance.Acceptance;
import io.p13n.ingest.acceptance.Origin;
import io.p13n.ingest.acceptance.Submission;
import io.p13n.ingest.access.Access;
import io.p13n.ingest.access.Grant;
import io.p13n.ingest.body.Bodies;
import io.p13n.ingest.body.ContentForm;
import io.p13n.ingest.inflight.InFlight;
import io.p13n.ingest.reply.PendingReplies;
import io.p13n.ingest.reply.PendingReplies.Waiting;
import io.p13n.offer.definition.Token;
import java.time.Duration;
import java.util.List;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/**
 * The path of a request, on either route: content type, access, a place, body, event, publish, reply; each step either
 * hands on or refuses.
 */
@Component
class Personalization {

    private static final byte[] NO_OFFERS = "{\"offers\":{}}".getBytes(UTF_8);
    private static final List<MediaType> EVENT =
            List.of(new MediaType("application", "vnd.treasuredata.v1+json"), MediaType.APPLICATION_JSON);

    private final PersonalizationProperties properties;
    private final Access access;
    private final InFlight inFlight;
    private final Bodies bodies;
    private final Acceptance acceptance;
    private final PendingReplies replies;

    Personalization(
            PersonalizationProperties properties,
            Access access,
            InFlight inFlight,
            Bodies bodies,
            Acceptance acceptance,
            PendingReplies replies) {
        this.properties = properties;
        this.access = access;
        this.inFlight = inFlight;
        this.bodies = bodies;
        this.acceptance = acceptance;
        this.replies = replies;
    }

    Mono<ServerResponse> decide(Token.Kind route, ServerRequest request) {
        ContentForm.require(request.headers().asHttpHeaders(), EVENT);
        Grant grant = access.admit(route, request);
        return inFlight.admit(place -> bodies.read(request, place, properties.maxBody())
                .map(body -> acceptance.accept(grant, body))
                .map(event -> route == Token.Kind.PRIVATE ? event.named() : event)
                .doOnNext(event -> tellId(request, event))
                .flatMap(event -> answer(request, event)));
    }

    /** Set before the event is published, so that the caller learns it whatever comes of that. */
    private static void tellId(ServerRequest request, Submission event) {
        request.exchange()
                .getResponse()
                .getHeaders()
                .set("X-Event-Uuid", event.id().toString());
    }

    private Mono<ServerResponse> answer(ServerRequest request, Submission event) {
        Duration wait = wait(request);
        return Mono.using(
                () -> replies.open(event.acceptedAt().plus(wait)),
                waiting -> acceptance
                        .publish(event, Origin.of(request.exchange()), waiting.replyTo())
                        .then(wait.isZero() ? Mono.<byte[]>empty() : waiting.reply())
                        .flatMap(body -> response(HttpStatus.OK, body))
                        .switchIfEmpty(Mono.defer(() -> response(HttpStatus.ACCEPTED, NO_OFFERS))),
                Waiting::close);
    }

    private Duration wait(ServerRequest request) {
        return PreferredWait.of(request.headers().header("Prefer"))
                .map(wish -> wish.compareTo(properties.maxWait()) < 0 ? wish : properties.maxWait())
                .orElse(properties.deadline());
    }

    private static Mono<ServerResponse> response(HttpStatus status, byte[] body) {
        return ServerResponse.status(status)
                .contentType(MediaType.APPLICATION_JSON)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .bodyValue(body);
    }
}
