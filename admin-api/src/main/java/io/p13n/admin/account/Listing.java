package io.p13n.admin.account;

import io.p13n.admin.definition.AccountText;
import io.p13n.offer.definition.AccountDocument;
import io.p13n.offer.definition.DefinitionReader;
import io.p13n.offer.definition.Reading;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The keys or tokens of an account, without their digests. */
final class Listing {

    private Listing() {}

    /** @param document an account's text; one that can't be read lists nothing */
    static Map<String, Object> of(Shelf shelf, String document) {
        List<Map<String, Object>> entries =
                entries(shelf, document).filter(shelf::holds).toList();
        entries.forEach(entry -> entry.remove("digest"));
        return Map.of(shelf instanceof Shelf.Keys ? "keys" : "tokens", entries);
    }

    private static Stream<Map<String, Object>> entries(Shelf shelf, String document) {
        if (!(DefinitionReader.read(document) instanceof Reading.Read read
                && read.document() instanceof AccountDocument account)) {
            return Stream.of();
        }
        return shelf instanceof Shelf.Keys
                ? account.apiKeys().stream().map(AccountText::entry)
                : account.tokens().stream().map(AccountText::entry);
    }
}
