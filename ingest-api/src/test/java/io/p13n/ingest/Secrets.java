package io.p13n.ingest;

import io.p13n.contract.DefinitionKey;
import io.p13n.contract.PublishedDefinition;
import io.p13n.contract.ServiceId;
import io.p13n.offer.definition.Digest;
import java.util.List;

/** The keys and tokens of two accounts, and the definitions that know them. */
final class Secrets {

    static final ServiceId SERVICE = new ServiceId(1, 2);
    static final ServiceId NO_SERVICE = ServiceId.none(1);
    static final ServiceId UNLOGGED_SERVICE = new ServiceId(1, 3);
    static final String SHOP = "https://shop.example";
    static final String OTHER_PAGE = "https://other.example";

    static final String KEY = "a".repeat(40);
    static final String ORDERS_KEY = "b".repeat(40);
    static final String PAGE_KEY = "c".repeat(40);
    static final String ORDERS_PAGE_KEY = "d".repeat(40);
    static final String OTHER_KEY = "e".repeat(40);
    static final String RARE_KEY = "9".repeat(40);

    private Secrets() {}

    /** The header of a token; there is one of each sort. */
    static String token(int account, boolean isPublic, boolean fenced, boolean rare) {
        return account + "/2/" + secret(account, isPublic, fenced, rare);
    }

    static String privateToken() {
        return token(1, false, false, false);
    }

    static String publicToken() {
        return token(1, true, false, false);
    }

    /** Of a service without a topic: the log never acknowledges its events. */
    static String unloggedToken() {
        return "1/3/" + "7".repeat(32);
    }

    private static String secret(int account, boolean isPublic, boolean fenced, boolean rare) {
        return ("" + account + (isPublic ? 1 : 0) + (fenced ? 1 : 0) + (rare ? 1 : 0)).repeat(8);
    }

    static List<PublishedDefinition> definitions() {
        return List.of(
                new PublishedDefinition(new DefinitionKey.Account(1), 3, false, account()),
                new PublishedDefinition(new DefinitionKey.Account(7), 1, false, otherAccount()),
                new PublishedDefinition(new DefinitionKey.Service(SERVICE), 5, false, service(2, "web_events")),
                new PublishedDefinition(new DefinitionKey.Service(UNLOGGED_SERVICE), 1, false, service(3, "lost")));
    }

    private static String account() {
        return """
                account: 1
                api_keys:
                  - {name: backend, kind: write, digest: "%s"}
                  - {name: orders, kind: write, digest: "%s", tables: [shop.orders]}
                  - {name: rare, kind: write, digest: "%s", rate_limit: 1/h}
                  - {name: pages, kind: write, digest: "%s", page: true, tables: [shop.web_events, shop.nowhere],
                     origins: ["%s", "%s"], rate_limit: 100000/s}
                  - {name: order_pages, kind: write, digest: "%s", page: true, tables: [shop.orders], origins: ["%s"],
                     rate_limit: 100000/s}
                tokens:
                  - {name: lost, instance: 3, kind: private, digest: "%s"}
                """.formatted(
                                Digest.ofSecret(KEY),
                                Digest.ofSecret(ORDERS_KEY),
                                Digest.ofSecret(RARE_KEY),
                                Digest.ofSecret(PAGE_KEY),
                                SHOP,
                                OTHER_PAGE,
                                Digest.ofSecret(ORDERS_PAGE_KEY),
                                SHOP,
                                Digest.ofSecret("7".repeat(32)))
                + tokens(1);
    }

    private static String otherAccount() {
        return """
                account: 7
                api_keys:
                  - {name: backend, kind: write, digest: "%s"}
                tokens:
                """.formatted(Digest.ofSecret(OTHER_KEY)) + tokens(7);
    }

    private static String tokens(int account) {
        var tokens = new StringBuilder();
        for (int i = 0; i < 8; i++) {
            boolean isPublic = (i & 1) != 0;
            boolean fenced = (i & 2) != 0;
            boolean rare = (i & 4) != 0;
            tokens.append("  - {name: token%s, instance: 2, kind: %s, digest: \"%s\"%s%s%s}\n"
                    .formatted(
                            i,
                            isPublic ? "public" : "private",
                            Digest.ofSecret(secret(account, isPublic, fenced, rare)),
                            isPublic ? ", allowed_origins: [\"" + SHOP + "\"]" : "",
                            fenced ? ", allowed_ips: [10.9.8.0/24, \"2001:db8::/32\"]" : "",
                            rare ? ", rate_limit: 1/h" : ""));
        }
        return tokens.toString();
    }

    private static String service(int instance, String table) {
        return """
                account: 1
                instance: %s
                name: web
                event_tables: [shop.%s]
                identity:
                  keys: [{name: customer_id}, {name: email, normalize: lowercase}, {name: td_client_id, public: true}]
                """.formatted(instance, table);
    }
}
