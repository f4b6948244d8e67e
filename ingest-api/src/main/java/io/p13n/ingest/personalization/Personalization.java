package io.p13n.ingest.personalization;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.p13n.contract.EventHeaders;
import io.p13n.contract.EventHeaders.CallerKind;
import io.p13n.contract.RecordId;
import io.p13n.contract.RecordKey;
import io.p13n.ingest.access.Access;
import io.p13n.ingest.access.Access.Credentials;
import io.p13n.ingest.access.Access.Grant;
import io.p13n.ingest.failure.Refusal;
import io.p13n.ingest.failure.RequestId;
import io.p13n.ingest.publish.EventPublisher;
import io.p13n.ingest.reply.PendingReplies;
import io.p13n.ingest.reply.PendingReplies.Waiting;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/**
 * The path of a request: content type, access, body, event, publish, reply; each step either hands on or refuses.
 */
@Component
class Personalization {

    private static final byte[] NO_OFFERS = "{\"offers\":{}}".getBytes(UTF_8);

    private final PersonalizationProperties properties;
    private final Access access;
    private final EventPublisher log;
    private final PendingReplies replies;
    private final Clock clock;

    Personalization(
            PersonalizationProperties properties,
            Access access,
            EventPublisher log,
            PendingReplies replies,
            Clock clock) {
        this.properties = properties;
        this.access = access;
        this.log = log;
        this.replies = replies;
        this.clock = clock;
    }

    Mono<ServerResponse> decide(ServerRequest request) {
        MediaTypes.require(request);
        String table = request.pathVariable("database") + "." + request.pathVariable("table");
        Grant grant = access.admitPrivate(credentials(request, table));
        return body(request)
                .map(body -> Submission.accept(grant.route(), table, body))
                .flatMap(submission -> decide(request, grant, submission));
    }

    private static Credentials credentials(ServerRequest request, String table) {
        HttpHeaders headers = request.headers().asHttpHeaders();
        return new Credentials(
                headers.getFirst(HttpHeaders.AUTHORIZATION), headers.getFirst("WP13n-Token"), table, caller(request));
    }

    private static @Nullable InetAddress caller(ServerRequest request) {
        return request.remoteAddress().map(InetSocketAddress::getAddress).orElse(null);
    }

    private Mono<byte[]> body(ServerRequest request) {
        int limit = Math.toIntExact(properties.maxBody().toBytes());
        return DataBufferUtils.join(request.exchange().getRequest().getBody(), limit)
                .map(Personalization::bytes)
                .defaultIfEmpty(new byte[0])
                .onErrorMap(
                        DataBufferLimitException.class,
                        tooLarge -> Refusal.BODY_TOO_LARGE.because("the event exceeds " + properties.maxBody()));
    }

    private static byte[] bytes(DataBuffer buffer) {
        byte[] bytes = new byte[buffer.readableByteCount()];
        buffer.read(bytes);
        DataBufferUtils.release(buffer);
        return bytes;
    }

    private Mono<ServerResponse> decide(ServerRequest request, Grant grant, Submission submission) {
        Instant acceptedAt = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        UUID recordId = RecordId.next();
        UUID uuid = submission.event().uuid();
        request.exchange()
                .getResponse()
                .getHeaders()
                .set("X-Event-Uuid", String.valueOf(uuid == null ? recordId : uuid));
        return Mono.using(
                () -> replies.open(acceptedAt.plus(properties.deadline())),
                waiting -> publish(request, grant, submission, recordId, acceptedAt, waiting)
                        .then(waiting.reply())
                        .flatMap(body -> answer(HttpStatus.OK, body))
                        .switchIfEmpty(Mono.defer(() -> answer(HttpStatus.ACCEPTED, NO_OFFERS))));
    }

    private Mono<Void> publish(
            ServerRequest request,
            Grant grant,
            Submission submission,
            UUID recordId,
            Instant acceptedAt,
            Waiting waiting) {
        var headers = new EventHeaders(
                recordId,
                acceptedAt,
                submission.event().uuid(),
                submission.table(),
                grant.token(),
                CallerKind.PRIVATE,
                grant.route().version(),
                RequestId.of(request.exchange()),
                waiting.replyTo(),
                null);
        var trusted = submission.ids().get(0);
        String key = RecordKey.of(grant.route().service(), trusted.key(), trusted.value());
        return log.publish(grant.route().service(), key, headers, submission.body());
    }

    private static Mono<ServerResponse> answer(HttpStatus status, byte[] body) {
        return ServerResponse.status(status)
                .contentType(MediaType.APPLICATION_JSON)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .bodyValue(body);
    }
}
