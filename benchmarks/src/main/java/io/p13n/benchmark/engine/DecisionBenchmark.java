package io.p13n.benchmark.engine;

import io.p13n.offer.decision.CompiledService;
import io.p13n.offer.decision.Decision;
import io.p13n.offer.decision.Offers;
import io.p13n.offer.event.AcceptedEvent;
import io.p13n.offer.profile.Id;
import io.p13n.offer.profile.Profile;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** One event of a known customer, in a service with so many offers, of which 20 can match. */
public class DecisionBenchmark extends NanosecondBenchmark {

    @Param({"1", "20", "1000", "5000", "10000"})
    private int offers;

    private CompiledService service = Shop.compiled(Shop.definition(1));
    private Profile customer = Shop.customer(service);
    private final AcceptedEvent event = Shop.pageView();
    private List<Id> ids = List.of();

    @Setup
    public void prepare() {
        service = Shop.compiled(Shop.definition(offers));
        customer = Shop.customer(service);
        ids = service.identify(event.event()).ids();
    }

    /** Profile update and offers: what a reactor does. */
    @Benchmark
    public Decision decide() {
        return service.decide(event, ids, customer, Shop.warehouse());
    }

    /** The profile update alone. */
    @Benchmark
    public Decision apply() {
        return service.apply(event, ids, customer);
    }

    /** The offers alone. */
    @Benchmark
    public Decision answer() {
        return service.answer(event, customer, Shop.warehouse());
    }

    /** The body of the answer, from the event's fields to JSON. */
    @Benchmark
    public byte[] decideAndWrite() {
        return Offers.toJson(service.decide(event, customer, Shop.warehouse()).offers());
    }
}
