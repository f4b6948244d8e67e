package io.p13n.benchmark.load.standard;

import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.stream.IntStream;

/**
 * What a customer is offered.
 *
 * @param offers those whose entry criteria hold
 */
record Offers(List<Offer> offers) {

    private static final int DEFINED = 20;
    private static final int NUMBERS = 7;
    private static final List<Defined> ALL =
            IntStream.range(0, DEFINED).mapToObj(Defined::offer).toList();

    /** An offer, made out for one customer. */
    record Offer(String name, Map<String, Object> attributes) {}

    private record Defined(int number, BiPredicate<Customer, PageView> criteria) {

        /** The criteria are those that p13n's service has in this place. */
        static Defined offer(int number) {
            int constant = number % NUMBERS;
            return new Defined(
                    number,
                    switch (number % 4) {
                        case 0 ->
                            (customer, view) -> customer.loyalty().equals("high")
                                    && customer.viewsLastHour() >= constant
                                    && customer.spend() > 10.0;
                        case 1 ->
                            (customer, view) -> customer.country().equals("DE")
                                    && customer.visits() > 10
                                    && view.price() >= constant * 10.0;
                        case 2 ->
                            (customer, view) -> view.tdPath().startsWith("/shop/" + constant)
                                    && customer.age() >= 18
                                    && customer.lastPrice() < 100.0;
                        default ->
                            (customer, view) ->
                                    customer.newsletter() && customer.orders() > constant && customer.signUps() == 1;
                    });
        }

        Offer madeOutFor(Customer customer) {
            return new Offer(
                    "offer_" + number,
                    Map.of(
                            "hello",
                            "Welcome back, " + customer.firstName() + "!",
                            "seen",
                            customer.viewsLastHour(),
                            "banner",
                            Map.of("image", "/banner-" + number + ".png")));
        }
    }

    static Offers of(Customer customer, PageView view) {
        return new Offers(ALL.stream()
                .filter(defined -> defined.criteria().test(customer, view))
                .map(defined -> defined.madeOutFor(customer))
                .toList());
    }
}
