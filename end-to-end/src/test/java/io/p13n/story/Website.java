package io.p13n.story;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;

/** A website: sends what a customer did, and gets offers. */
final class Website {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final URI http;
    private final String apiKey;
    private final String token;
    private final String origin;

    /** Its server calls, whose key and token ask for no origin. */
    Website(Parts parts) {
        this(parts.http(), parts.apiKey(), parts.privateToken(), "https://elsewhere.example");
    }

    Website(URI http, String apiKey, String token, String origin) {
        this.http = http;
        this.apiKey = apiKey;
        this.token = token;
        this.origin = origin;
    }

    /** Posts an event, as the product's document does. */
    Answer posts(String table, String event) {
        return posts(table, event, Map.of());
    }

    /** The same, with further headers. */
    Answer posts(String table, String event, Map<String, String> headers) {
        var request = HttpRequest.newBuilder(http.resolve("/" + table.replace('.', '/')))
                .header("Content-Type", "application/vnd.treasuredata.v1+json")
                .header("Authorization", "TD1 1/" + apiKey)
                .header("Origin", origin)
                .header("WP13n-Token", "1/2/" + token)
                .timeout(Duration.ofSeconds(30))
                .POST(BodyPublishers.ofString(event));
        headers.forEach(request::header);
        try {
            var response = HTTP.send(request.build(), BodyHandlers.ofString());
            return new Answer(response.statusCode(), response.body());
        } catch (IOException failure) {
            throw new AssertionError("the website got no answer", failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError(interrupted);
        }
    }
}
