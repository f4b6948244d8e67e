package io.p13n.benchmark.engine;

import io.p13n.offer.criteria.FactType;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the rules look at. */
record Visit(
        String loyalty,
        String country,
        boolean newsletter,
        double age,
        double lastPrice,
        double viewsLastHour,
        double visits,
        double spend,
        double orders,
        Instant firstSeen,
        String path,
        double price,
        Instant now) {

    static final Visit TYPICAL = new Visit(
            "high",
            "DE",
            true,
            30,
            19.9,
            5,
            60,
            120.5,
            1,
            Instant.parse("2026-11-20T08:00:00Z"),
            "/shop/4/mugs",
            19.9,
            Instant.parse("2026-11-24T12:00:00Z"));

    /** The types of the profile's attributes, as the engine's criteria are to know them. */
    static Map<String, FactType> types() {
        var types = new LinkedHashMap<String, FactType>();
        TYPICAL.profile().forEach((name, value) -> types.put(name, type(value)));
        return types;
    }

    private static FactType type(Object value) {
        if (value instanceof String) {
            return FactType.STRING;
        }
        if (value instanceof Boolean) {
            return FactType.BOOLEAN;
        }
        return value instanceof Instant ? FactType.TIMESTAMP : FactType.NUMBER;
    }

    Map<String, Object> profile() {
        var profile = new LinkedHashMap<String, Object>();
        profile.put("loyalty", loyalty);
        profile.put("country", country);
        profile.put("newsletter", newsletter);
        profile.put("age", age);
        profile.put("last_price", lastPrice);
        profile.put("views_last_hour", viewsLastHour);
        profile.put("visits", visits);
        profile.put("spend", spend);
        profile.put("orders", orders);
        profile.put("first_seen", firstSeen);
        return profile;
    }

    Map<String, Object> event() {
        return Map.of("td_path", path, "price", price, "event_name", "page_view");
    }
}
