package io.p13n.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** A request that a caller may send. */
record Call(String method, String path, Map<String, String> headers, byte[] body) {

    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    static final String EVENT_TYPE = "application/vnd.treasuredata.v1+json";

    /** As a server's, which is let in. */
    static Call fromServer() {
        return new Call("POST", "/shop/web_events", Map.of(), bytes("{\"email\":\"ada@example.com\"}"))
                .with("Content-Type", EVENT_TYPE)
                .with("Authorization", "TD1 1/" + Secrets.KEY)
                .with("WP13n-Token", Secrets.privateToken())
                .with("X-Request-Id", UUID.randomUUID().toString());
    }

    /** As a page's, which is let in. */
    static Call fromPage() {
        return fromServer()
                .to("/public/shop/web_events")
                .with("Origin", Secrets.SHOP)
                .with("Authorization", "TD1 " + Secrets.PAGE_KEY)
                .with("WP13n-Token", Secrets.publicToken())
                .sending("{\"td_client_id\":\"4f1c\"}");
    }

    /** A batch of a server, which is let in. */
    static Call ofRecords() {
        return fromServer()
                .to("/records/shop/web_events")
                .without("WP13n-Token")
                .sending("{\"events\":[{\"email\":\"ada@example.com\"}]}");
    }

    Call by(String otherMethod) {
        return new Call(otherMethod, path, headers, body);
    }

    Call to(String otherPath) {
        return new Call(method, otherPath, headers, body);
    }

    Call sending(String other) {
        return sending(bytes(other));
    }

    Call sending(byte[] other) {
        return new Call(method, path, headers, other);
    }

    Call with(String header, String value) {
        var replaced = new TreeMap<>(headers);
        replaced.put(header, value);
        return new Call(method, path, replaced, body);
    }

    Call without(String header) {
        var remaining = new TreeMap<>(headers);
        remaining.remove(header);
        return new Call(method, path, remaining, body);
    }

    String requestId() {
        return headers.getOrDefault("X-Request-Id", "");
    }

    HttpResponse<String> send(int port) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(30))
                .method(method, BodyPublishers.ofByteArray(body));
        headers.forEach(request::header);
        HttpResponse<String> response = HTTP.send(request.build(), BodyHandlers.ofString());
        Conversations.heard(this, response);
        return response;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
