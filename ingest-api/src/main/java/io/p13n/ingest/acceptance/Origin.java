package io.p13n.ingest.acceptance;

import io.micrometer.tracing.TraceContext;
import io.micrometer.tracing.handler.TracingObservationHandler.TracingContext;
import io.p13n.ingest.failure.RequestId;
import org.jspecify.annotations.Nullable;
import org.springframework.http.server.reactive.observation.ServerRequestObservationContext;
import org.springframework.web.server.ServerWebExchange;

/**
 * The request that brought an event, as whoever handles the event later names it.
 *
 * @param requestId its name in logs
 * @param traceparent its span in W3C's form, if its trace is kept
 */
public record Origin(String requestId, @Nullable String traceparent) {

    /** The request of this exchange. */
    public static Origin of(ServerWebExchange exchange) {
        return new Origin(
                RequestId.of(exchange),
                ServerRequestObservationContext.findCurrent(exchange.getAttributes())
                        .map(observed -> observed.<TracingContext>get(TracingContext.class))
                        .map(TracingContext::getSpan)
                        .map(span -> traceparent(span.context()))
                        .orElse(null));
    }

    private static @Nullable String traceparent(TraceContext span) {
        return Boolean.TRUE.equals(span.sampled()) ? "00-" + span.traceId() + "-" + span.spanId() + "-01" : null;
    }
}
