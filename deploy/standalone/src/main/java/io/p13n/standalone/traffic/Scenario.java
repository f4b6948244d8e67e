package io.p13n.standalone.traffic;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What a visitor of the sample's shop comes to do. */
enum Scenario {
    /** Somebody new looks at a few pages. */
    BROWSING(60) {
        @Override
        List<Step> steps(Visitors visitors, Random random) {
            return views(visitors.newcomer(), 1 + random.nextInt(4), random);
        }
    },
    /** Somebody known looks around again. */
    RETURNING(22) {
        @Override
        List<Step> steps(Visitors visitors, Random random) {
            return views(visitors.known(), 1 + random.nextInt(3), random);
        }
    },
    /** Somebody signs up, looks and buys. */
    BUYING(10) {
        @Override
        List<Step> steps(Visitors visitors, Random random) {
            String who = visitors.newcomer();
            return Stream.of(
                            Stream.of(Step.of(
                                    "shop/web_events", who, "\"event_name\":\"sign_up\",\"first_name\":\"Ada\"")),
                            views(who, 2 + random.nextInt(3), random).stream(),
                            Stream.of(Step.of("shop/orders", who, "\"amount\":" + (5 + random.nextInt(95)) + ".5")))
                    .flatMap(each -> each)
                    .toList();
        }
    },
    /** A crawler requests many pages and remembers nothing. */
    BOT(8) {
        @Override
        List<Step> steps(Visitors visitors, Random random) {
            return IntStream.range(0, 20)
                    .mapToObj(page -> view(visitors.stranger(), page))
                    .toList();
        }
    };

    private static final int ALL =
            Stream.of(values()).mapToInt(each -> each.share).sum();

    private final int share;

    Scenario(int share) {
        this.share = share;
    }

    /** The calls of one visit, in their order. */
    abstract List<Step> steps(Visitors visitors, Random random);

    /** One by its share of the visits. */
    static Scenario any(Random random) {
        int draw = random.nextInt(ALL);
        for (Scenario scenario : values()) {
            draw -= scenario.share;
            if (draw < 0) {
                return scenario;
            }
        }
        throw new IllegalStateException("the shares do not add up");
    }

    private static List<Step> views(String who, int pages, Random random) {
        return random.ints(pages, 0, 50).mapToObj(page -> view(who, page)).toList();
    }

    private static Step view(String who, int page) {
        return Step.of("shop/web_events", who, "\"event_name\":\"page_view\",\"td_path\":\"/mugs/%d\"".formatted(page));
    }
}
