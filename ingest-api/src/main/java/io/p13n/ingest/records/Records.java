package io.p13n.ingest.records;

import io.p13n.ingest.acceptance.Acceptance;
import io.p13n.ingest.acceptance.Origin;
import io.p13n.ingest.acceptance.Submission;
import io.p13n.ingest.access.Access;
import io.p13n.ingest.access.Grant;
import io.p13n.ingest.body.Bodies;
import io.p13n.ingest.body.ContentForm;
import io.p13n.ingest.failure.Refusal;
import io.p13n.ingest.failure.Refused;
import io.p13n.ingest.inflight.InFlight;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/**
 * The path of a request: content type, access, a place, body, events, publish, receipts; each step either hands on or
 * refuses. Nobody waits for a decision, so the events carry no reply address.
 */
@Component
class Records {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final MediaType SINGLE = new MediaType("application", "vnd.treasuredata.v1.single+json");
    private static final List<MediaType> TYPES = List.of(
            new MediaType("application", "vnd.treasuredata.v1+json"),
            new MediaType("application", "vnd.treasuredata.v1.js+json"),
            new MediaType("application", "vnd.treasuredata.v1.mobile+json"),
            SINGLE,
            MediaType.APPLICATION_JSON);

    private final RecordsProperties properties;
    private final Access access;
    private final InFlight inFlight;
    private final Bodies bodies;
    private final Acceptance acceptance;

    Records(RecordsProperties properties, Access access, InFlight inFlight, Bodies bodies, Acceptance acceptance) {
        this.properties = properties;
        this.access = access;
        this.inFlight = inFlight;
        this.bodies = bodies;
        this.acceptance = acceptance;
    }

    Mono<ServerResponse> store(ServerRequest request) {
        MediaType type = ContentForm.require(request.headers().asHttpHeaders(), TYPES);
        Grant grant = access.admitRecords(request);
        Origin origin = Origin.of(request.exchange());
        return inFlight.admit(place -> type.equals(SINGLE)
                ? bodies.read(request, place, properties.maxEvent())
                        .map(event -> acceptance.accept(grant, event))
                        .flatMap(event -> publish(event, origin))
                        .map(List::of)
                        .flatMap(Records::answer)
                : bodies.read(request, place, properties.maxBatch())
                        .map(body -> Batch.read(body, properties.maxEvents()))
                        .flatMap(events -> store(events, grant, origin))
                        .flatMap(Records::answer));
    }

    /** Published in the order sent; all are under way at once. */
    private Mono<List<Receipt>> store(List<byte[]> events, Grant grant, Origin origin) {
        return Flux.fromIterable(events)
                .flatMapSequential(event -> store(event, grant, origin), events.size())
                .collectList();
    }

    private Mono<Receipt> store(byte[] event, Grant grant, Origin origin) {
        return Mono.fromCallable(() -> accept(event, grant))
                .flatMap(accepted -> publish(accepted, origin))
                .onErrorResume(Refused.class, refused -> Mono.just(new Receipt.NotStored(refused)));
    }

    private Submission accept(byte[] event, Grant grant) {
        if (event.length > properties.maxEvent().toBytes()) {
            throw Refusal.EVENT.because(
                    "the event exceeds " + properties.maxEvent().toBytes() + " bytes");
        }
        return acceptance.accept(grant, event);
    }

    private Mono<Receipt> publish(Submission event, Origin origin) {
        return acceptance.publish(event, origin, null).thenReturn(Receipt.Stored.of(event));
    }

    /** A request of which the log took nothing fails as a whole, so that the caller sends it again as a whole. */
    private static Mono<ServerResponse> answer(List<Receipt> receipts) {
        boolean someStored = receipts.stream().anyMatch(Receipt.Stored.class::isInstance);
        return receipts.stream()
                .filter(receipt -> !someStored)
                .filter(Receipt.NotStored.class::isInstance)
                .map(receipt -> ((Receipt.NotStored) receipt).why())
                .filter(refused -> refused.refusal() != Refusal.EVENT)
                .max(Comparator.comparing(Refused::refusal))
                .map(Mono::<ServerResponse>error)
                .orElseGet(() -> response(receipts));
    }

    private static Mono<ServerResponse> response(List<Receipt> receipts) {
        var worded = receipts.stream().map(Receipt::worded).toList();
        return ServerResponse.ok()
                .contentType(MediaType.APPLICATION_JSON)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .bodyValue(JSON.writeValueAsBytes(Map.of("receipts", worded)));
    }
}
