package io.p13n.ingest;

import io.p13n.contract.EventHeaders;
import io.p13n.contract.ServiceId;
import io.p13n.ingest.failure.Refusal;
import io.p13n.ingest.publish.EventPublisher;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Primary;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** Stands in for the log: says what it is told to, once each, and otherwise takes what comes. */
@Primary
final class ScriptedLog implements EventPublisher {

    private final Queue<Throwable> failures = new ArrayDeque<>();
    private Sinks.@Nullable Empty<Void> held;

    synchronized void refuseNext() {
        failures.add(Refusal.LOG_REFUSES.because("full"));
    }

    synchronized void loseNext() {
        failures.add(Refusal.LOG_UNREACHABLE.because("gone"));
    }

    synchronized void breakNext() {
        failures.add(new IllegalStateException("a secret of the house"));
    }

    /** The next event is not acknowledged before {@link #acknowledge()}. */
    synchronized void holdNext() {
        held = Sinks.empty();
    }

    synchronized void acknowledge() {
        Objects.requireNonNull(held).tryEmitEmpty();
        held = null;
    }

    @Override
    public CompletableFuture<Void> prepare(ServiceId service) {
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public synchronized Mono<Void> publish(ServiceId service, String key, EventHeaders headers, byte[] body) {
        if (held != null) {
            return held.asMono();
        }
        return failures.isEmpty() ? Mono.empty() : Mono.error(failures.remove());
    }
}
