package io.p13n.benchmark.engine;

import java.time.Duration;

/** An entry criterion of three comparisons: as CEL, and as a Java programmer would write it by hand. */
enum Rule {
    LOYAL("profile.loyalty == \"high\" && profile.views_last_hour >= %d && profile.spend > 10.0") {
        @Override
        boolean holds(Visit visit, int number) {
            return visit.loyalty().equals("high") && visit.viewsLastHour() >= number && visit.spend() > 10.0;
        }
    },
    NEAR("profile.country == \"DE\" && profile.visits > 10 && event.price >= %d0.0") {
        @Override
        boolean holds(Visit visit, int number) {
            return visit.country().equals("DE") && visit.visits() > 10 && visit.price() >= number * 10.0;
        }
    },
    BROWSING("event.td_path.startsWith(\"/shop/%d\") && profile.age >= 18 && profile.last_price < 100.0") {
        @Override
        boolean holds(Visit visit, int number) {
            return visit.path().startsWith("/shop/" + number) && visit.age() >= 18 && visit.lastPrice() < 100.0;
        }
    },
    NEW("profile.newsletter && profile.orders > %d && now - profile.first_seen < duration(\"720h\")") {
        @Override
        boolean holds(Visit visit, int number) {
            return visit.newsletter()
                    && visit.orders() > number
                    && Duration.between(visit.firstSeen(), visit.now()).compareTo(MONTH) < 0;
        }
    };

    private static final Duration MONTH = Duration.ofDays(30);
    private static final int NUMBERS = 7;

    private final String cel;

    Rule(String cel) {
        this.cel = cel;
    }

    /** That of the offer in this place; the constants vary. */
    static Rule of(int offer) {
        return values()[offer % values().length];
    }

    static int number(int offer) {
        return offer % NUMBERS;
    }

    String cel(int number) {
        return String.format(cel, number);
    }

    abstract boolean holds(Visit visit, int number);
}
