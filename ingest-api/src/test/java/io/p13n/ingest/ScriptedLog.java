package io.p13n.ingest;

import io.p13n.contract.EventHeaders;
import io.p13n.contract.ServiceId;
import io.p13n.ingest.failure.Refusal;
import io.p13n.ingest.publish.EventPublisher;
import java.util.ArrayDeque;
import java.util.Queue;
import org.springframework.context.annotation.Primary;
import reactor.core.publisher.Mono;

/** Stands in for the log: says what it is told to, once each, and otherwise takes what comes. */
@Primary
final class ScriptedLog implements EventPublisher {

    private final Queue<Throwable> failures = new ArrayDeque<>();

    synchronized void refuseNext() {
        failures.add(Refusal.LOG_REFUSES.because("full"));
    }

    synchronized void loseNext() {
        failures.add(Refusal.LOG_UNREACHABLE.because("gone"));
    }

    synchronized void breakNext() {
        failures.add(new IllegalStateException("a secret of the house"));
    }

    @Override
    public void prepare(ServiceId service) {
        // needs nothing
    }

    @Override
    public synchronized Mono<Void> publish(ServiceId service, String key, EventHeaders headers, byte[] body) {
        return failures.isEmpty() ? Mono.empty() : Mono.error(failures.remove());
    }
}
