package io.p13n.offer.definition;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Reads an account document. */
final class AccountReader {

    private static final int MAX_KEYS = 1000;
    private static final int MAX_TOKENS_OF_A_SERVICE = 50;
    private static final Pattern ORIGIN =
            Pattern.compile("https?://([a-z0-9]([a-z0-9.-]*[a-z0-9])?|\\[[0-9a-f:.]+])(:[0-9]{1,5})?");
    private static final Pattern RATE = Pattern.compile("([1-9][0-9]{0,8})/([smh])");
    private static final Digest STAND_IN = new Digest("0".repeat(64));

    private final UniqueNames digests = new UniqueNames();
    private final UniqueNames keyNames = new UniqueNames();
    private final UniqueNames tokenNames = new UniqueNames();
    private final Map<Long, Integer> tokensByInstance = new HashMap<>();

    AccountDocument read(Value root) {
        var members = root.members(Set.of("account", "api_keys", "tokens"));
        return new AccountDocument(
                members.required("account", value -> value.integer(1, Long.MAX_VALUE), 1L),
                members.optional("api_keys", keys -> keys.list(0, MAX_KEYS, this::apiKey), List.of()),
                members.optional("tokens", tokens -> tokens.list(0, Integer.MAX_VALUE, this::token), List.of()));
    }

    private ApiKey apiKey(Value value) {
        var members = value.members(
                Set.of("name", "kind", "digest", "page", "tables", "origins", "rate_limit", "expires_at"));
        var key = new ApiKey(
                members.required("name", name -> named(name, Names.label(name), keyNames), ""),
                members.required("kind", kind -> kind.choice(ApiKey.Kind.class), ApiKey.Kind.WRITE),
                members.required("digest", this::digest, STAND_IN),
                members.optional("page", Value::bool, false),
                members.optional("tables", tables -> tables.list(1, MAX_KEYS, Names::table), List.of()),
                members.optional("origins", AccountReader::origins, List.of()),
                members.optional("rate_limit", AccountReader::rateLimit),
                members.optional("expires_at", PolicyReader::moment));
        if (key.page()) {
            checkPageKey(value, members, key);
        }
        return key;
    }

    /** A page key is in every page's source: what it may do must be narrow. */
    private static void checkPageKey(Value value, Members members, ApiKey key) {
        if (key.kind() == ApiKey.Kind.MASTER) {
            value.refuse("a page key can't be a master key; make it `kind: write`");
        }
        for (var limit : List.of("tables", "origins", "rate_limit")) {
            if (!members.has(limit)) {
                value.refuse("a page key needs `" + limit + "`: anybody can read it in the page's source");
            }
        }
    }

    private Token token(Value value) {
        var members = value.members(Set.of(
                "name", "instance", "kind", "digest", "allowed_origins", "allowed_ips", "rate_limit", "expires_at"));
        var instance = members.required("instance", number -> number.integer(1, Long.MAX_VALUE), 1L);
        var token = new Token(
                members.required("name", name -> named(name, Names.label(name), tokenNames, instance), ""),
                instance,
                members.required("kind", kind -> kind.choice(Token.Kind.class), Token.Kind.PUBLIC),
                members.required("digest", this::digest, STAND_IN),
                members.optional("allowed_origins", AccountReader::origins, List.of()),
                members.optional("allowed_ips", ips -> ips.list(1, MAX_KEYS, AddressBlock::text), List.of()),
                members.optional("rate_limit", AccountReader::rateLimit),
                members.optional("expires_at", PolicyReader::moment));
        if (members.has("kind") && token.kind() == Token.Kind.PUBLIC && !members.has("allowed_origins")) {
            value.refuse("a public token needs `allowed_origins`: without one no page may use it");
        }
        if (tokensByInstance.merge(instance, 1, Integer::sum) == MAX_TOKENS_OF_A_SERVICE + 1) {
            value.refuse(
                    "instance " + instance + " has too many tokens; at most " + MAX_TOKENS_OF_A_SERVICE + " are taken");
        }
        return token;
    }

    private static String named(Value value, String name, UniqueNames names) {
        names.add(value, name);
        return name;
    }

    private static String named(Value value, String name, UniqueNames names, long instance) {
        names.add(value, name.isEmpty() ? "" : instance + "/" + name);
        return name;
    }

    private Digest digest(Value value) {
        var text = value.text();
        if (!Digest.isWritten(text)) {
            value.refuse("must be `sha256:` and the 64 lower-case hexadecimal digits of the secret's SHA-256;"
                    + " never write the secret itself");
            return STAND_IN;
        }
        digests.add(value, text);
        return Digest.parse(text);
    }

    private static List<String> origins(Value value) {
        return value.list(
                1,
                MAX_KEYS,
                origin -> origin.text(ORIGIN, "an origin in lower case without a path, like https://shop.example"));
    }

    private static RateLimit rateLimit(Value value) {
        var matcher = RATE.matcher(value.is(Tag.STR) ? value.scalar() : "");
        if (!matcher.matches()) {
            value.refuse("must be a number per s, m or h, like 500/s");
            return new RateLimit(1, Duration.ofSeconds(1));
        }
        return new RateLimit(Long.parseLong(matcher.group(1)), Value.unit(matcher.group(2)));
    }
}
