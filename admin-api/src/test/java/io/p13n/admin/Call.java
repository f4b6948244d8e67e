package io.p13n.admin;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A request that an operator may send. */
record Call(String method, String path, Map<String, String> headers, byte[] body) {

    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final List<Conversation> HEARD = new CopyOnWriteArrayList<>();

    record Conversation(Call call, HttpResponse<String> response) {}

    static Call of(String method, String path) {
        return new Call(method, path, Map.of(), new byte[0]);
    }

    /** All that was ever asked and answered in these tests. */
    static List<Conversation> heard() {
        return List.copyOf(HEARD);
    }

    Call with(String header, String value) {
        var replaced = new TreeMap<>(headers);
        replaced.put(header, value);
        return new Call(method, path, replaced, body);
    }

    Call withKey(long account, String key) {
        return with("Authorization", "TD1 " + account + "/" + key);
    }

    Call without(String header) {
        var remaining = new TreeMap<>(headers);
        remaining.remove(header);
        return new Call(method, path, remaining, body);
    }

    Call sending(String text) {
        return sending(text.getBytes(UTF_8));
    }

    Call sending(byte[] bytes) {
        return new Call(method, path, headers, bytes);
    }

    HttpResponse<String> send(int port) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(60))
                .method(method, BodyPublishers.ofByteArray(body));
        headers.forEach(request::header);
        HttpResponse<String> response = HTTP.send(request.build(), BodyHandlers.ofString());
        HEARD.add(new Conversation(this, response));
        return response;
    }
}
