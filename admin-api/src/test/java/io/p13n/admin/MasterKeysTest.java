package io.p13n.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Surroundings.class)
class MasterKeysTest {

    private static final String WRONG = "c".repeat(40);

    @Test
    void withoutAnActiveMasterKeyNobodyGetsIn(Operator operator, Admin admin) throws Exception {
        Call call = operator.call("GET", "/services");

        for (Call stranger : List.of(
                call.without("Authorization"),
                call.with("Authorization", "Basic Zm9v"),
                call.with("Authorization", "TD1 " + Admin.BOOTSTRAP),
                call.withKey(operator.number(), WRONG),
                call.withKey(999_999, WRONG))) {
            HttpResponse<String> answer = admin.answer(stranger);
            assertThat(answer.statusCode()).isEqualTo(401);
            assertThat(answer.headers().firstValue("WWW-Authenticate")).contains("TD1");
            assertThat(answer.body())
                    .contains("Authorization must be 'TD1 {account}/{apikey}' with an active master key of the account")
                    .doesNotContain(WRONG, Admin.BOOTSTRAP);
        }
    }

    @Test
    void aKeyActsOnItsOwnAccountAlone(Operator operator, Admin admin) throws Exception {
        HttpResponse<String> known =
                admin.answer(Call.of("GET", "/accounts/1/services").withKey(operator.number() + 1, Admin.BOOTSTRAP));
        HttpResponse<String> unknown =
                admin.answer(Call.of("GET", "/accounts/999999/services").withKey(operator.number(), Admin.BOOTSTRAP));

        assertThat(known.statusCode()).isEqualTo(403);
        assertThat(unknown.statusCode()).isEqualTo(403);
        assertThat(unknown.body()).contains("this key acts on account " + operator.number() + " alone");
    }

    @Test
    void aWriteKeyMayNotAdminister(Operator operator, Admin admin) throws Exception {
        String write = Credential.of(
                        admin.body(operator.call("POST", "/keys").sending("{\"name\":\"backend\",\"kind\":\"write\"}")))
                .value();

        assertThat(admin.status(operator.call("GET", "/services").withKey(operator.number(), write)))
                .isEqualTo(403);
    }

    @Test
    void theConfiguredKeyCountsUntilTheAccountHasAMasterKeyOfItsOwn(Operator operator, Admin admin) throws Exception {
        String ops = Credential.of(
                        admin.body(operator.call("POST", "/keys").sending("{\"name\":\"ops\",\"kind\":\"master\"}")))
                .value();

        assertThat(admin.status(operator.call("GET", "/services"))).isEqualTo(401);
        assertThat(admin.status(operator.call("GET", "/services").withKey(operator.number(), ops)))
                .isEqualTo(200);
    }

    @Test
    void whatIsNotThereIsToldAsAProblem(Admin admin) throws Exception {
        HttpResponse<String> answer = admin.answer(Call.of("GET", "/nowhere"));

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(answer.headers().firstValue("X-Request-Id")).isPresent();
        assertThat(answer.body()).startsWith("{\"type\":\"urn:p13n:problem:not-found\"");
    }
}
