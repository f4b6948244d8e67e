package io.p13n.benchmark.load.standard;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A customer's 20 attributes; which of them a page view changes is in {@link #after}. */
record Customer(
        String firstName,
        String country,
        String language,
        boolean newsletter,
        String lastProduct,
        double lastPrice,
        String lastPath,
        String lastOrder,
        Instant memberSince,
        List<Instant> views,
        long visits,
        double viewedValue,
        double spend,
        long orders,
        long signUps,
        List<Seen> seen,
        String loyalty,
        int age,
        String store,
        double churnRisk) {

    private static final int MOST_SEEN = 20;
    private static final int MOST_VIEWS = 20;
    private static final Duration RECENT = Duration.ofHours(1);

    /** A product that was looked at, and its price then. */
    record Seen(String productId, double price) {}

    /** Of whom nothing is known, so there is nothing to offer. */
    static Customer newcomer() {
        return new Customer(
                "", "", "", false, "", 0, "", "", Instant.EPOCH, List.of(), 0, 0, 0, 0, 0, List.of(), "", 0, "", 0);
    }

    /** One like those that p13n starts with. */
    static Customer known() {
        var seen = new ArrayList<Seen>();
        for (int product = 0; product < MOST_SEEN; product++) {
            seen.add(new Seen("sku-" + product, 10 + product / 2.0));
        }
        return new Customer(
                "Ada",
                "DE",
                "de",
                true,
                "sku-1",
                35.5,
                "/shop/4/mugs",
                "o-1",
                Instant.EPOCH,
                List.of(),
                60,
                1230.0,
                119.5,
                1,
                1,
                seen,
                "high",
                30,
                "Berlin",
                0.2);
    }

    Customer after(PageView view) {
        return new Customer(
                firstName,
                country,
                language,
                newsletter,
                view.productId(),
                view.price(),
                view.tdPath(),
                lastOrder,
                memberSince,
                latest(views, Instant.now(), MOST_VIEWS),
                visits + 1,
                viewedValue + view.price(),
                spend,
                orders,
                signUps,
                latest(seen, new Seen(view.productId(), view.price()), MOST_SEEN),
                loyalty,
                age,
                store,
                churnRisk);
    }

    long viewsLastHour() {
        Instant since = Instant.now().minus(RECENT);
        return views.stream().filter(since::isBefore).count();
    }

    private static <T> List<T> latest(List<T> earlier, T added, int most) {
        var all = new ArrayList<>(earlier);
        all.add(added);
        return all.subList(Math.max(0, all.size() - most), all.size());
    }
}
