package io.p13n.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.p13n.admin.Surroundings.Parts;
import io.p13n.contract.PublishedDefinition;
import io.p13n.offer.definition.AccountDocument;
import io.p13n.offer.definition.ApiKey;
import io.p13n.offer.definition.DefinitionReader;
import io.p13n.offer.definition.Digest;
import io.p13n.offer.definition.Reading;
import io.p13n.offer.definition.Token;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.jdbc.core.simple.JdbcClient;

@ExtendWith(Surroundings.class)
class CredentialsTest {

    private static final String TOKENS = "/services/2/tokens";
    private static final String PUBLIC_TOKEN =
            "{\"name\":\"site\",\"kind\":\"public\",\"allowed_origins\":[\"https://shop.example\"],\"rate_limit\":\"500/s\"}";

    @Test
    void aKeyIsShownOnceAndListedWithoutItsValue(Operator operator, Admin admin, Topic topic) throws Exception {
        HttpResponse<String> answer = admin.answer(operator.call("POST", "/keys")
                .sending("{\"name\":\"pages\",\"kind\":\"write\",\"page\":true,\"tables\":[\"shop.web_events\"],"
                        + "\"origins\":[\"https://shop.example\"],\"rate_limit\":\"500/s\"}"));
        String value = Credential.of(answer.body()).value();

        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(value).matches("[0-9a-f]{40}");
        assertThat(admin.body(operator.call("GET", "/keys")))
                .isEqualTo("{\"keys\":[{\"name\":\"pages\",\"kind\":\"write\",\"page\":true,"
                        + "\"tables\":[\"shop.web_events\"],\"origins\":[\"https://shop.example\"],"
                        + "\"rate_limit\":\"500/s\"}]}");
        assertThat(published(operator, topic).apiKeys())
                .extracting(ApiKey::digest)
                .containsExactly(Digest.ofSecret(value));
        assertThat(admin.body(operator.call("GET", "/audit")))
                .contains("make key pages")
                .doesNotContain(value);
    }

    @Test
    void aTokenBelongsToItsService(Operator operator, Admin admin, Topic topic) throws Exception {
        String value = Credential.of(admin.body(operator.call("POST", TOKENS).sending(PUBLIC_TOKEN)))
                .value();

        assertThat(value).matches("[0-9a-f]{32}");
        assertThat(admin.body(operator.call("GET", TOKENS))).contains("\"name\":\"site\",\"instance\":2");
        assertThat(admin.body(operator.call("GET", "/services/3/tokens"))).isEqualTo("{\"tokens\":[]}");
        assertThat(published(operator, topic).tokens())
                .extracting(Token::digest)
                .containsExactly(Digest.ofSecret(value));
    }

    @Test
    void whatIsOutOfFormIsRefusedWithItsPlace(Operator operator, Admin admin) throws Exception {
        for (String wrong : List.of(
                "{\"kind\":\"write\"}",
                "{\"name\":\"k\",\"kind\":\"owner\"}",
                "{\"name\":\"k\",\"kind\":\"write\",\"page\":true}",
                "{\"name\":\"k\",\"kind\":\"write\",\"digest\":\"sha256:00\"}",
                "{\"name\":\"k\",\"kind\":\"write\",\"colour\":\"red\"}",
                "[]",
                "{")) {
            assertThat(admin.status(operator.call("POST", "/keys").sending(wrong)))
                    .as(wrong)
                    .isEqualTo(422);
        }
        assertThat(operator.versionsKept(operator.account())).isEmpty();
    }

    @Test
    void aServiceHasAtMostFiftyTokens(Operator operator, Admin admin) throws Exception {
        StringBuilder tokens = new StringBuilder("account: " + operator.number() + "\ntokens:\n");
        for (int i = 0; i < 50; i++) {
            tokens.append("  - {name: t%d, instance: 2, kind: private, digest: \"%s\"}\n"
                    .formatted(i, Digest.ofSecret(operator.number() + "/" + i)));
        }
        admin.answer(operator.call("PUT", "/definition").sending(tokens.toString()));

        HttpResponse<String> answer = admin.answer(operator.call("POST", TOKENS).sending(PUBLIC_TOKEN));

        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body()).contains("too many tokens; at most 50");
    }

    @Test
    void aRotationLeavesTheOldValueBesideTheNewOneUntilItIsRevoked(Operator operator, Admin admin, Topic topic)
            throws Exception {
        String old = Credential.of(admin.body(operator.call("POST", TOKENS).sending(PUBLIC_TOKEN)))
                .value();

        String fresh = Credential.of(admin.body(operator.call("POST", TOKENS + "/site/rotate")
                        .sending("{\"old_expires_at\":\"2040-01-01T00:00:00Z\"}")))
                .value();

        assertThat(published(operator, topic).tokens())
                .extracting(Token::name, Token::digest)
                .containsExactly(tuple("site.old", Digest.ofSecret(old)), tuple("site", Digest.ofSecret(fresh)));
        assertThat(admin.body(operator.call("GET", TOKENS)))
                .contains("\"name\":\"site.old\"", "\"expires_at\":\"2040-01-01T00:00:00Z\"");
        assertThat(admin.status(operator.call("POST", TOKENS + "/site/rotate"))).isEqualTo(409);
        assertThat(admin.status(operator.call("DELETE", TOKENS + "/site.old"))).isEqualTo(200);
        assertThat(published(operator, topic).tokens()).extracting(Token::name).containsExactly("site");
    }

    @Test
    void aTokenTellsWhenItWasLastUsedAndItsSuccessorStartsAnew(Operator operator, Admin admin, Parts parts)
            throws Exception {
        admin.answer(operator.call("POST", TOKENS).sending(PUBLIC_TOKEN));
        assertThat(admin.body(operator.call("GET", TOKENS))).doesNotContain("last_used");

        storesEventBy(2, "site", operator, parts);
        String listed = admin.body(operator.call("GET", TOKENS));
        assertThat(listed).containsPattern("\"last_used\":\"[0-9-]+T[0-9:]+:00Z\"");

        JdbcClient.create(parts.database())
                .sql("update credential set made_at = made_at - interval '1 day' where account = ?")
                .param(operator.number())
                .update();
        JdbcClient.create(parts.database())
                .sql("update credential_use set used_at = used_at - interval '1 hour' where account = ?")
                .param(operator.number())
                .update();
        admin.answer(operator.call("POST", TOKENS + "/site/rotate"));
        assertThat(admin.body(operator.call("GET", TOKENS))).doesNotContain("last_used");
        storesEventBy(2, "site.old", operator, parts);
        assertThat(admin.body(operator.call("GET", TOKENS)))
                .containsOnlyOnce("last_used")
                .containsPattern("\"name\":\"site.old\"[^}]*\"last_used\"[^}]*},\\{\"name\":\"site\"[^}]*}]}$");
    }

    @Test
    void aKeyTellsWhenItWasLastUsedForEventsOrHere(Operator operator, Admin admin, Parts parts) throws Exception {
        admin.answer(operator.call("POST", "/keys").sending("{\"name\":\"till\",\"kind\":\"write\"}"));
        String ops = Credential.of(
                        admin.body(operator.call("POST", "/keys").sending("{\"name\":\"ops\",\"kind\":\"master\"}")))
                .value();

        await().untilAsserted(() -> assertThat(
                        admin.body(operator.call("GET", "/keys").withKey(operator.number(), ops)))
                .containsOnlyOnce("last_used")
                .containsPattern("\"name\":\"ops\"[^}]*\"last_used\":\"[0-9-]+T[0-9:]+:00Z\""));
        storesEventBy(0, "till", operator, parts);
        assertThat(admin.body(operator.call("GET", "/keys").withKey(operator.number(), ops)))
                .containsPattern("\"name\":\"till\"[^}]*\"last_used\":");
    }

    private static void storesEventBy(long instance, String name, Operator operator, Parts parts) {
        JdbcClient.create(parts.database())
                .sql("select note_use(?, ?, array[?], array[now()])")
                .params(operator.number(), instance, name)
                .query()
                .listOfRows();
    }

    @Test
    void theLastMasterKeyStays(Operator operator, Admin admin) throws Exception {
        String ops = Credential.of(
                        admin.body(operator.call("POST", "/keys").sending("{\"name\":\"ops\",\"kind\":\"master\"}")))
                .value();

        assertThat(admin.status(operator.call("DELETE", "/keys/ops").withKey(operator.number(), ops)))
                .isEqualTo(409);
    }

    @Test
    void aRevokedKeyNeverComesBack(Operator operator, Admin admin, Topic topic) throws Exception {
        String document = operator.accountDocument(2);
        admin.answer(operator.call("PUT", "/definition").sending(document));

        assertThat(admin.status(operator.call("DELETE", "/keys/backend"))).isEqualTo(200);

        HttpResponse<String> again =
                admin.answer(operator.call("PUT", "/definition").sending(document));
        assertThat(again.statusCode()).isEqualTo(409);
        assertThat(again.body()).contains("\"path\":\"api_keys[0].digest\"", "was revoked");
        assertThat(published(operator, topic).apiKeys()).isEmpty();
    }

    @Test
    void aRestoredDatabaseLearnsFromTheTopicWhatWasRevoked(Operator operator, Admin admin) throws Exception {
        String document = operator.accountDocument(2);
        admin.answer(operator.call("PUT", "/definition").sending(document));
        admin.answer(operator.call("DELETE", "/keys/backend"));

        operator.restoresDatabaseFromBefore(operator.account());

        assertThat(admin.status(operator.call("PUT", "/definition").sending(document)))
                .isEqualTo(409);
    }

    @Test
    void aFileLeavesAloneWhatTheApiMadeAndTakesAwayWhatItNoLongerNames(Operator operator, Admin admin, Topic topic)
            throws Exception {
        operator.writes("account.yaml", operator.accountDocument(2));
        operator.startsAndStops();
        admin.answer(operator.call("POST", "/keys").sending("{\"name\":\"made\",\"kind\":\"write\"}"));

        operator.startsAndStops();
        assertThat(published(operator, topic).apiKeys())
                .extracting(ApiKey::name)
                .containsExactly("backend", "made");

        operator.writes("account.yaml", operator.accountDocument(2).replaceAll("api_keys:\n  - .*", "api_keys: []"));
        operator.startsAndStops();
        assertThat(published(operator, topic).apiKeys())
                .extracting(ApiKey::name)
                .containsExactly("made");
    }

    private static AccountDocument published(Operator operator, Topic topic) throws Exception {
        List<PublishedDefinition> told = topic.tellsOf(operator.account());
        var reading = DefinitionReader.read(told.get(told.size() - 1).document());
        return (AccountDocument) ((Reading.Read) reading).document();
    }
}
