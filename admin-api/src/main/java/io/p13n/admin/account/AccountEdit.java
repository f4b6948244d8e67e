package io.p13n.admin.account;

import io.p13n.admin.definition.AccountText;
import io.p13n.admin.http.Fault;
import io.p13n.contract.PublishedDefinition;
import io.p13n.offer.definition.AccountDocument;
import io.p13n.offer.definition.DefinitionReader;
import io.p13n.offer.definition.Digest;
import io.p13n.offer.definition.Reading;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An account's document while one of its lists is changed. What comes of it is checked when it is applied. */
final class AccountEdit {

    /** Stands behind the name of a key or token that was rotated, until it ends. */
    private static final String OLD = ".old";

    private final Shelf shelf;
    private final List<Map<String, Object>> keys = new ArrayList<>();
    private final List<Map<String, Object>> tokens = new ArrayList<>();

    private AccountEdit(Shelf shelf) {
        this.shelf = shelf;
    }

    /** @param standing null for an account that has no document yet */
    static AccountEdit of(Shelf shelf, @Nullable PublishedDefinition standing) {
        var edit = new AccountEdit(shelf);
        if (standing != null) {
            edit.take(standing);
        }
        return edit;
    }

    private void take(PublishedDefinition standing) {
        if (!(DefinitionReader.read(standing.document()) instanceof Reading.Read read
                && read.document() instanceof AccountDocument account)) {
            throw Fault.CONFLICT.because("version " + standing.version() + " of " + standing.key()
                    + " is not understood: apply a newer one");
        }
        account.apiKeys().forEach(key -> keys.add(AccountText.entry(key)));
        account.tokens().forEach(token -> tokens.add(AccountText.entry(token)));
    }

    /** Puts a new entry at the end. */
    AccountEdit add(Map<String, Object> members, Digest digest) {
        requireFree(String.valueOf(members.get("name")));
        var entry = new LinkedHashMap<>(members);
        entry.put("digest", digest.toString());
        if (shelf instanceof Shelf.Tokens of) {
            entry.put("instance", of.instance());
        }
        list().add(entry);
        return this;
    }

    /** The new value takes the name and all limits; the old one gets another name, and may get an end. */
    AccountEdit rotate(String name, Digest digest, @Nullable Instant oldExpiresAt) {
        Map<String, Object> old = find(name);
        requireFree(name + OLD);
        var fresh = new LinkedHashMap<>(old);
        fresh.put("digest", digest.toString());
        fresh.remove("expires_at");
        old.put("name", name + OLD);
        if (oldExpiresAt != null) {
            old.put("expires_at", oldExpiresAt.toString());
        }
        list().add(fresh);
        return this;
    }

    AccountEdit remove(String name) {
        Map<String, Object> entry = find(name);
        list().remove(entry);
        boolean lastMaster =
                "master".equals(entry.get("kind")) && keys.stream().noneMatch(key -> "master".equals(key.get("kind")));
        if (lastMaster) {
            throw Fault.CONFLICT.because("`" + name + "` is the last master key: make another one first");
        }
        return this;
    }

    String text() {
        return AccountText.of(shelf.account(), keys, tokens);
    }

    private List<Map<String, Object>> list() {
        return shelf instanceof Shelf.Keys ? keys : tokens;
    }

    private Map<String, Object> find(String name) {
        return list().stream()
                .filter(entry -> shelf.holds(entry) && name.equals(entry.get("name")))
                .findFirst()
                .orElseThrow(() -> Fault.NOT_FOUND.because("there is no " + shelf.word() + " named `" + name + "`"));
    }

    private void requireFree(String name) {
        if (list().stream().anyMatch(entry -> shelf.holds(entry) && name.equals(entry.get("name")))) {
            throw Fault.CONFLICT.because(
                    "there is a " + shelf.word() + " named `" + name + "` already: revoke it, or take another name");
        }
    }
}
