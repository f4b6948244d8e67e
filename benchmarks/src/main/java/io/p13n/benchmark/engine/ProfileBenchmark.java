package io.p13n.benchmark.engine;

import io.p13n.offer.decision.CompiledService;
import io.p13n.offer.profile.Profile;
import io.p13n.offer.profile.ProfileCodec;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What reading, writing and joining profiles costs. It depends on the attributes; the offers don't matter. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class ProfileBenchmark {

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
