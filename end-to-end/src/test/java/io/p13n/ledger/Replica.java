package io.p13n.ledger;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.regex.Pattern;

/**
 * A running application.
 *
 * @param part its process
 * @param http where it serves callers; its management port if it serves none
 * @param management where it tells of itself
 */
record Replica(Part part, URI http, URI management) {

    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final int OK = 200;
    private static final Pattern REACTIONS =
            Pattern.compile("^p13n_reactor_reactions_total\\{.*} ([0-9.E]+)$", Pattern.MULTILINE);

    void awaitReady() {
        Waiting.until(part.name() + " is ready", this::isReady);
    }

    private boolean isReady() {
        if (!part.isAlive()) {
            throw new AssertionError(part.name() + " ended by itself");
        }
        try {
            get("/actuator/health/readiness");
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    /** Of a reactor: how many records of committed batches it has counted, whatever became of them. */
    long reactions() throws IOException {
        return (long) REACTIONS
                .matcher(get("/actuator/prometheus"))
                .results()
                .mapToDouble(found -> Double.parseDouble(found.group(1)))
                .sum();
    }

    private String get(String path) throws IOException {
        var request =
                HttpRequest.newBuilder(management.resolve(path)).timeout(LIMIT).build();
        try {
            var answer = HTTP.send(request, BodyHandlers.ofString());
            if (answer.statusCode() != OK) {
                throw new IOException(path + ": " + answer.statusCode());
            }
            return answer.body();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException(interrupted);
        }
    }
}
