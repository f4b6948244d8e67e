package io.p13n.admin;

import tools.jackson.databind.json.JsonMapper;

/** A key or token that was made, as the answer shows it once. */
record Credential(String name, String value) {

    static Credential of(String answer) {
        var made = JsonMapper.shared().readTree(answer);
        return new Credential(
                made.path("name").asString(answer), made.path("value").asString(answer));
    }
}
