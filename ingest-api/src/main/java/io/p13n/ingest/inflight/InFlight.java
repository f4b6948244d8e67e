package io.p13n.ingest.inflight;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.p13n.ingest.failure.Refusal;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * The requests under way, and what they hold in memory.
 *
 * <p>Law: at no time more than so many requests, nor more than so many bytes of bodies; each request gives back what it
 * took when it ends, however it ends.
 */
@Component
public class InFlight {

    private final InFlightProperties properties;
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();

    InFlight(InFlightProperties properties, MeterRegistry registry) {
        this.properties = properties;
        Gauge.builder("p13n.ingest.in_flight.requests", requests, AtomicInteger::get)
                .description("Requests that were let in and are not answered yet")
                .register(registry);
        Gauge.builder("p13n.ingest.in_flight.memory", bytes, AtomicLong::get)
                .baseUnit("bytes")
                .description("Bytes of the bodies of requests under way")
                .register(registry);
    }

    /** One request's share. A body that times out ends its request on another thread than the one that reads it. */
    public final class Place {

        private long held;
        private boolean left;

        private Place() {}

        /**
         * Takes memory until the request ends.
         *
         * @throws io.p13n.ingest.failure.Refused if there is no more
         */
        public synchronized void hold(long more) {
            if (left) {
                return;
            }
            held += more;
            if (bytes.addAndGet(more) > properties.memory().toBytes()) {
                throw tooMany();
            }
        }

        private synchronized void leave() {
            left = true;
            bytes.addAndGet(-held);
            requests.decrementAndGet();
        }
    }

    /** Serves a request that takes a place, or refuses it if there is none. */
    public <T> Mono<T> admit(Function<Place, Mono<T>> request) {
        return Mono.using(this::enter, request, Place::leave);
    }

    private Place enter() {
        if (requests.incrementAndGet() > properties.requests()) {
            requests.decrementAndGet();
            throw tooMany();
        }
        return new Place();
    }

    private static RuntimeException tooMany() {
        return Refusal.TOO_MANY_WAITING.because("too many requests wait for a decision; try again");
    }
}
