package io.p13n.admin.http;

import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.annotation.Order;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.stereotype.Component;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebExceptionHandler;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** The one translator from failures to problem details. */
@Component
@Order(-2) // before Spring Boot's own, which speaks another format
class FaultTranslator implements WebExceptionHandler {

    private static final Logger log = LoggerFactory.getLogger(FaultTranslator.class);

    private final JsonMapper json;

    FaultTranslator(JsonMapper json) {
        this.json = json;
    }

    @Override
    public Mono<Void> handle(ServerWebExchange exchange, Throwable failure) {
        ServerHttpResponse response = exchange.getResponse();
        if (response.isCommitted()) {
            return Mono.error(failure);
        }
        String requestId = RequestId.of(exchange);
        Faulted faulted = faulted(failure, requestId);
        response.setStatusCode(HttpStatusCode.valueOf(faulted.fault().status()));
        describe(faulted.fault(), response.getHeaders());
        byte[] body = json.writeValueAsBytes(Problem.of(faulted, requestId));
        return response.writeWith(Mono.just(response.bufferFactory().wrap(body)));
    }

    private static Faulted faulted(Throwable failure, String requestId) {
        if (failure instanceof Faulted faulted) {
            return faulted;
        }
        if (failure instanceof ResponseStatusException unmatched
                && unmatched.getStatusCode().value() == Fault.NOT_FOUND.status()) {
            return Fault.NOT_FOUND.because("there is no such route, or not with this method; /openapi.yaml lists them");
        }
        if (mayPass(failure)) {
            log.warn("request {} found the database away: {}", requestId, failure.toString());
            return Fault.UNAVAILABLE.because("the database can't be reached; nothing was changed, try again");
        }
        if (failure instanceof KafkaException) {
            log.warn("request {} found Kafka away: {}", requestId, failure.toString());
            return Fault.UNAVAILABLE.because("Kafka can't be reached; what was begun may be ordered again");
        }
        log.error("request {} failed", requestId, failure);
        return Fault.UNEXPECTED.because("unexpected; the log tells more of request " + requestId);
    }

    private static boolean mayPass(Throwable failure) {
        return failure instanceof TransientDataAccessException
                || failure instanceof DataAccessResourceFailureException
                || failure instanceof CannotCreateTransactionException;
    }

    private static void describe(Fault fault, HttpHeaders headers) {
        headers.setContentType(MediaType.APPLICATION_PROBLEM_JSON);
        headers.setCacheControl("no-store");
        if (fault == Fault.UNAUTHENTICATED) {
            headers.set(HttpHeaders.WWW_AUTHENTICATE, "TD1");
        }
        if (fault == Fault.TOO_LARGE) {
            headers.setConnection("close"); // what still comes is not waited for
        }
    }
}
