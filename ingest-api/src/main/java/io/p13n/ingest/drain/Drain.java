package io.p13n.ingest.drain;

import io.p13n.ingest.failure.Refusal;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Takes a replica out of service without failing a caller. Readiness is down by then; for the time of the notice requests
 * are still served, but each answer ends its connection, so that callers who keep connections alive go elsewhere too.
 * After that, what comes is refused, until what was under way is answered; then the listeners close.
 *
 * <p>The server below would close idle connections at once, and a request that is on its way there meets a reset.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 2) // a refusal too has its request id, and may be read by a page
class Drain implements WebFilter, SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(Drain.class);

    private enum Stage {
        STOPPED,
        SERVING,
        LEAVING,
        REFUSING
    }

    private final DrainProperties properties;
    private final AtomicInteger underWay = new AtomicInteger();
    private final AtomicReference<@Nullable Runnable> whenEmpty = new AtomicReference<>();
    private volatile Stage stage = Stage.STOPPED;

    Drain(DrainProperties properties) {
        this.properties = properties;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        ServerHttpResponse response = exchange.getResponse();
        response.beforeCommit(() -> endConnection(response));
        return Mono.using(
                underWay::incrementAndGet,
                entered -> stage == Stage.REFUSING ? Mono.error(refusal()) : chain.filter(exchange),
                entered -> answered());
    }

    private Mono<Void> endConnection(ServerHttpResponse response) {
        if (stage != Stage.SERVING) {
            response.getHeaders().setConnection("close");
        }
        return Mono.empty();
    }

    private static RuntimeException refusal() {
        return Refusal.SHUTTING_DOWN.because(
                "this replica is shutting down; nothing was stored: send it again, on another connection");
    }

    private void answered() {
        if (underWay.decrementAndGet() == 0 && stage == Stage.REFUSING) {
            tellEmpty();
        }
    }

    private void tellEmpty() {
        Runnable told = whenEmpty.getAndSet(null);
        if (told != null) {
            told.run();
        }
    }

    @Override
    public void start() {
        stage = Stage.SERVING;
    }

    @Override
    public void stop(Runnable finished) {
        log.info("serving on for {}, then no more", properties.notice());
        stage = Stage.LEAVING;
        whenEmpty.set(finished);
        Mono.delay(properties.notice()).subscribe(over -> refuse());
    }

    private void refuse() {
        stage = Stage.REFUSING;
        if (underWay.get() == 0) {
            tellEmpty();
        }
    }

    /** Nobody waits for this one. */
    @Override
    public void stop() {
        stop(() -> {});
    }

    @Override
    public boolean isRunning() {
        return stage == Stage.SERVING;
    }

    /** Before the listeners close. */
    @Override
    public int getPhase() {
        return DEFAULT_PHASE;
    }
}
