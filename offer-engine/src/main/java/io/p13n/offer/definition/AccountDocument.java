package io.p13n.offer.definition;

import java.util.List;

/** Who may call: the keys and tokens of an account, as digests. Names and digests are unique within it. */
public record AccountDocument(long account, List<ApiKey> apiKeys, List<Token> tokens) implements Document {

    public AccountDocument {
        apiKeys = List.copyOf(apiKeys);
        tokens = List.copyOf(tokens);
    }
}
