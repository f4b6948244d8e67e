package io.p13n.ingest.failure;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebExceptionHandler;
import org.springframework.web.util.DisconnectedClientHelper;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** The one translator from failures to the contract's errors. Every refusal is counted. */
@Component
@Order(-2) // before Spring Boot's own, which speaks another format
class RefusalTranslator implements WebExceptionHandler {

    private static final Logger log = LoggerFactory.getLogger(RefusalTranslator.class);
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final MeterRegistry registry;
    private final Counter hangUps;

    RefusalTranslator(MeterRegistry registry) {
        this.registry = registry;
        this.hangUps = Counter.builder("p13n.ingest.hang_ups")
                .description("Callers that were gone before they were answered")
                .register(registry);
    }

    @Override
    public Mono<Void> handle(ServerWebExchange exchange, Throwable failure) {
        ServerHttpResponse response = exchange.getResponse();
        if (response.isCommitted()) {
            return Mono.error(failure);
        }
        if (DisconnectedClientHelper.isClientDisconnectedException(failure)) {
            hangUps.increment(); // nobody is there to be told
            return Mono.empty();
        }
        Refused refused = refused(exchange, failure);
        count(refused.refusal());
        response.setStatusCode(HttpStatusCode.valueOf(refused.refusal().status()));
        describe(refused, response.getHeaders());
        byte[] body = body(refused.refusal().code(), refused.message());
        return response.writeWith(Mono.just(response.bufferFactory().wrap(body)));
    }

    static byte[] body(int code, String message) {
        return JSON.writeValueAsBytes(Map.of("code", code, "message", message));
    }

    private static Refused refused(ServerWebExchange exchange, Throwable failure) {
        if (failure instanceof Refused refused) {
            return refused;
        }
        String requestId = RequestId.of(exchange);
        log.error("request {} failed", requestId, failure);
        return Refusal.UNEXPECTED.because("unexpected failure; the log tells more of request " + requestId);
    }

    private static void describe(Refused refused, HttpHeaders headers) {
        headers.setContentType(MediaType.APPLICATION_JSON);
        headers.setCacheControl("no-store");
        switch (refused.refusal()) {
            case UNAUTHENTICATED -> headers.set(HttpHeaders.WWW_AUTHENTICATE, "TD1");
            case RATE, TOO_MANY_WAITING, LOG_REFUSES ->
                headers.set(HttpHeaders.RETRY_AFTER, String.valueOf(refused.retryAfterSeconds()));
            case BODY_TOO_LARGE, BODY_TOO_SLOW -> headers.setConnection("close"); // what still comes is not waited for
            default -> {}
        }
    }

    private void count(Refusal refusal) {
        Counter.builder("p13n.ingest.refusals")
                .description("Requests refused, by the contract's code and the check that failed")
                .tag("check", refusal.name().toLowerCase(Locale.ROOT))
                .tag("code", String.valueOf(refusal.code()))
                .tag("status", String.valueOf(refusal.status()))
                .register(registry)
                .increment();
    }
}
