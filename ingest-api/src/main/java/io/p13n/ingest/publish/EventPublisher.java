package io.p13n.ingest.publish;

import io.p13n.contract.EventHeaders;
import io.p13n.contract.ServiceId;
import java.util.concurrent.CompletableFuture;
import reactor.core.publisher.Mono;

/** Puts events into the log. */
public interface EventPublisher {

    /**
     * Gets ready to publish events of this service, without which they are refused. Returns at once.
     *
     * @return completes when it is ready, if it is asked for the first time; at once if it was asked before
     */
    CompletableFuture<Void> prepare(ServiceId service);

    /**
     * Publishes an event.
     *
     * @param key the record's key
     * @param body the JSON that the caller sent, as it is
     * @return completes when the log has acknowledged the event for good; fails with
     *     {@link io.p13n.ingest.failure.Refused} if it takes no more or did not acknowledge within the publish timeout
     */
    Mono<Void> publish(ServiceId service, String key, EventHeaders headers, byte[] body);
}
