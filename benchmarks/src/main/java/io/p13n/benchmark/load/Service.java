package io.p13n.benchmark.load;

import io.p13n.benchmark.engine.Shop;
import io.p13n.benchmark.load.Shopper.Visit;
import io.p13n.offer.definition.Digest;
import java.util.Locale;

/**
 * A personalization service of account 1, with event tables and a token of its own.
 *
 * @param database of its event tables
 * @param offers of which 20 can match a page view; each further one is for those of one product alone
 */
record Service(int instance, String database, int offers) {

    /** What all rows are asked for. */
    static final Service SHOP = new Service(2, "shop", 20);

    private static final int FOR_ALL = 20;

    /** Its definition. */
    String document() {
        var text = new StringBuilder(Shop.document(Math.min(offers, FOR_ALL))
                .replace("instance: 2", "instance: " + instance)
                .replace("shop.web_events", database + ".web_events")
                .replace("shop.orders", database + ".orders"));
        for (int offer = FOR_ALL; offer < offers; offer++) {
            text.append(String.format(
                    Locale.ROOT,
                    "      - {name: offer_%1$d, entry_criteria: {key_event: page_view, event: 'event.product_id == \"p%1$d\"'},"
                            + " payload: {attributes: {seen: {attribute: views_last_hour}}}}%n",
                    offer));
        }
        return text.toString();
    }

    /** Its token, as the document of the account has it. */
    String tokenLine() {
        return "{name: backend-%d, instance: %d, kind: private, digest: \"%s\"}"
                .formatted(instance, instance, Digest.ofSecret(token()));
    }

    Visit visit(byte[] body) {
        return new Visit("/" + database + "/web_events", "1/" + instance + "/" + token(), body);
    }

    private String token() {
        return "%032x".formatted(instance);
    }
}
