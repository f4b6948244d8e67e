package io.p13n.admin.definition;

import io.p13n.offer.definition.AccountDocument;
import io.p13n.offer.definition.ApiKey;
import io.p13n.offer.definition.Digest;
import io.p13n.offer.definition.Token;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is remembered of keys and tokens beyond the documents.
 *
 * <p>Laws: a digest that left an account's document is never in one again. What the admin API made leaves only by the
 * admin API: a document from outside that does not name it leaves it as it is.
 *
 * @param made digests of each account's keys and tokens that the admin API made
 */
record Credentials(Map<Long, Set<String>> made) {

    static final Credentials NONE = new Credentials(Map.of());

    /** The file with what stands of the admin API's making. */
    Reviewed completed(Reviewed.Good file, Standing standing) {
        AccountDocument stands = standing.account(file.key());
        if (stands == null || !(file.document() instanceof AccountDocument sent)) {
            return file;
        }
        AccountDocument completed = completed(sent, stands);
        return completed.equals(sent) ? file : Reviewed.of(file.file(), AccountText.of(completed));
    }

    private AccountDocument completed(AccountDocument sent, AccountDocument stands) {
        Set<String> named = digests(sent);
        Set<String> ours = made.getOrDefault(sent.account(), Set.of());
        Predicate<Digest> missing = digest -> ours.contains(digest.hex()) && !named.contains(digest.hex());
        List<ApiKey> keys = new ArrayList<>(sent.apiKeys());
        stands.apiKeys().stream().filter(key -> missing.test(key.digest())).forEach(keys::add);
        List<Token> tokens = new ArrayList<>(sent.tokens());
        stands.tokens().stream().filter(token -> missing.test(token.digest())).forEach(tokens::add);
        return new AccountDocument(sent.account(), keys, tokens);
    }

    /** What the file names though it was revoked. */
    static List<FileProblem> revived(Reviewed.Good file, Standing standing) {
        if (!(file.document() instanceof AccountDocument account)) {
            return List.of();
        }
        Set<String> revoked = standing.revoked(file.key());
        var problems = new ArrayList<FileProblem>();
        for (int i = 0; i < account.apiKeys().size(); i++) {
            check(file, "api_keys[" + i + "]", account.apiKeys().get(i).digest(), revoked, problems);
        }
        for (int i = 0; i < account.tokens().size(); i++) {
            check(file, "tokens[" + i + "]", account.tokens().get(i).digest(), revoked, problems);
        }
        return problems;
    }

    private static void check(
            Reviewed.Good file, String path, Digest digest, Set<String> revoked, List<FileProblem> problems) {
        if (revoked.contains(digest.hex())) {
            problems.add(FileProblem.conflict(
                    file.file().name(),
                    path + ".digest",
                    "was revoked, and what is revoked stays so for ever: take it out, or make a new one"));
        }
    }

    /** The digests that this account's document takes out of it. */
    static Set<String> left(Reviewed.Good file, Standing standing) {
        AccountDocument before = standing.account(file.key());
        if (before == null || !(file.document() instanceof AccountDocument after)) {
            return Set.of();
        }
        var left = new LinkedHashSet<>(digests(before));
        left.removeAll(digests(after));
        return left;
    }

    private static Set<String> digests(AccountDocument account) {
        return Stream.concat(
                        account.apiKeys().stream().map(ApiKey::digest),
                        account.tokens().stream().map(Token::digest))
                .map(Digest::hex)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }
}
