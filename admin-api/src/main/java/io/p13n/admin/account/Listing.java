package io.p13n.admin.account;

import io.p13n.admin.definition.AccountText;
import io.p13n.offer.definition.AccountDocument;
import io.p13n.offer.definition.DefinitionReader;
import io.p13n.offer.definition.Reading;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The keys or tokens of an account, without their digests. */
final class Listing {

    private Listing() {}

    /**
     * What lies on a shelf.
     *
     * @param document an account's text; one that can't be read lists nothing
     * @param lastUses when they were last used
     */
    static Map<String, Object> of(Shelf shelf, String document, LastUses lastUses) {
        List<Map<String, Object>> entries =
                entries(shelf, document).filter(shelf::holds).toList();
        entries.forEach(entry -> shown(entry, lastUses));
        return Map.of(shelf instanceof Shelf.Keys ? "keys" : "tokens", entries);
    }

    private static void shown(Map<String, Object> entry, LastUses lastUses) {
        Object digest = entry.remove("digest");
        Instant used = lastUses.of(String.valueOf(entry.get("name")), String.valueOf(digest));
        if (used != null) {
            entry.put("last_used", used.toString());
        }
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
