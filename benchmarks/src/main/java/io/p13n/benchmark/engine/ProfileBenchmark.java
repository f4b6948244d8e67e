package io.p13n.benchmark.engine;

import io.p13n.offer.decision.CompiledService;
import io.p13n.offer.profile.Profile;
import io.p13n.offer.profile.ProfileCodec;
import java.util.List;
import java.util.UUID;
import org.openjdk.jmh.annotations.Benchmark;

/** What reading, writing and joining profiles costs. It depends on the attributes; the offers don't matter. */
public class ProfileBenchmark extends NanosecondBenchmark {

    private final CompiledService service = Shop.compiled(Shop.definition(20));
    private final Profile customer = Shop.customer(service);
    private final Profile other =
            new Profile(new UUID(1, 1), List.of(), customer.firstSeen(), customer.lastSeen(), customer.states());
    private final String state = ProfileCodec.encode(customer);

    @Benchmark
    public Profile merge() {
        return service.merge(List.of(customer, other));
    }

    @Benchmark
    public String encode() {
        return ProfileCodec.encode(customer);
    }

    @Benchmark
    public Profile decode() {
        return ProfileCodec.decode(customer.id(), customer.ids(), state);
    }
}
