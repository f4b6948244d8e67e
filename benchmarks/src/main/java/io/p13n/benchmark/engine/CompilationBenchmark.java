package io.p13n.benchmark.engine;

import io.p13n.offer.decision.CompiledService;
import io.p13n.offer.definition.ServiceDefinition;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** From the text of a document to a service that decides, with so many offers. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 5)
@Measurement(iterations = 5)
public class CompilationBenchmark {

    @Param({"1", "20", "1000", "10000"})
    private int offers;

    private String document = "";
    private ServiceDefinition definition = Shop.definition(1);
    private List<String> expressions = List.of();

    @Setup
    public void prepare() {
        document = Shop.document(Math.min(offers, 2000));
        definition = Shop.definition(offers);
        expressions = IntStream.range(0, offers)
                .mapToObj(offer -> Rule.of(offer).cel(Rule.number(offer)))
                .toList();
    }

    @Benchmark
    public ServiceDefinition read() {
        return Shop.read(document);
    }

    @Benchmark
    public CompiledService compile() {
        return Shop.compiled(definition);
    }

    /** The expressions alone. */
    @Benchmark
    public List<LibraryEvaluator> library() {
        return expressions.stream().map(LibraryEvaluator::of).toList();
    }
}
