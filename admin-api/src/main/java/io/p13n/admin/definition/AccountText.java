package io.p13n.admin.definition;

import io.p13n.offer.definition.AccountDocument;
import io.p13n.offer.definition.ApiKey;
import io.p13n.offer.definition.RateLimit;
import io.p13n.offer.definition.Token;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Writes an account's document anew, a line for each key and token. Comments of an earlier text are not kept. */
public final class AccountText {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Map<Long, String> UNITS = Map.of(1L, "s", 60L, "m", 3600L, "h");

    private AccountText() {}

    static String of(AccountDocument document) {
        return of(
                document.account(),
                document.apiKeys().stream().map(AccountText::entry).toList(),
                document.tokens().stream().map(AccountText::entry).toList());
    }

    /** Of members as the document names them. Nothing is checked here: the text is to be read like any other. */
    public static String of(long account, List<Map<String, Object>> keys, List<Map<String, Object>> tokens) {
        var text = new StringBuilder("# Written by the admin API.\naccount: ")
                .append(account)
                .append('\n');
        list(text, "api_keys", keys);
        list(text, "tokens", tokens);
        return text.toString();
    }

    private static void list(StringBuilder text, String name, List<Map<String, Object>> entries) {
        text.append(name).append(entries.isEmpty() ? ": []\n" : ":\n");
        entries.forEach(entry ->
                text.append("  - ").append(JSON.writeValueAsString(entry)).append('\n'));
    }

    public static Map<String, Object> entry(ApiKey key) {
        var entry = new LinkedHashMap<String, Object>();
        entry.put("name", key.name());
        entry.put("kind", key.kind().name().toLowerCase(Locale.ROOT));
        entry.put("digest", key.digest().toString());
        if (key.page()) {
            entry.put("page", true);
        }
        putList(entry, "tables", key.tables());
        putList(entry, "origins", key.origins());
        putLimits(entry, key.rateLimit(), key.expiresAt());
        return entry;
    }

    public static Map<String, Object> entry(Token token) {
        var entry = new LinkedHashMap<String, Object>();
        entry.put("name", token.name());
        entry.put("instance", token.instance());
        entry.put("kind", token.kind().name().toLowerCase(Locale.ROOT));
        entry.put("digest", token.digest().toString());
        putList(entry, "allowed_origins", token.allowedOrigins());
        putList(entry, "allowed_ips", token.allowedIps());
        putLimits(entry, token.rateLimit(), token.expiresAt());
        return entry;
    }

    private static void putList(Map<String, Object> entry, String name, Collection<String> values) {
        if (!values.isEmpty()) {
            entry.put(name, values);
        }
    }

    private static void putLimits(Map<String, Object> entry, @Nullable RateLimit rate, @Nullable Instant expiresAt) {
        if (rate != null) {
            entry.put("rate_limit", rate.permits() + "/" + UNITS.get(rate.per().toSeconds()));
        }
        if (expiresAt != null) {
            entry.put("expires_at", expiresAt.toString());
        }
    }
}
