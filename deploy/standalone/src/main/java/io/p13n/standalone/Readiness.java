package io.p13n.standalone;

import io.p13n.embedded.StartFailed;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Waits for the applications to say that they take events and can decide. */
record Readiness(Ports ports) {

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final int OK = 200;

    /** Throws a {@link StartFailed} if one is not ready within a minute. */
    void await() {
        HttpClient client =
                HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
        long end = System.nanoTime() + PATIENCE.toNanos();
        for (Application application : Application.values()) {
            await(application, client, end);
        }
    }

    private void await(Application application, HttpClient client, long end) {
        URI health = URI.create(
                "http://127.0.0.1:%d/actuator/health/readiness".formatted(ports.of(application.management())));
        String said = ask(client, health);
        while (!said.isEmpty()) {
            if (System.nanoTime() > end) {
                throw new StartFailed("%s is not ready after %d s: %s says %s."
                        .formatted(application.words(), PATIENCE.toSeconds(), health, said));
            }
            pause();
            said = ask(client, health);
        }
    }

    /** Nothing when it is ready, else what it said. */
    private static String ask(HttpClient client, URI health) {
        var request =
                HttpRequest.newBuilder(health).timeout(Duration.ofSeconds(5)).build();
        try {
            HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
            return answer.statusCode() == OK ? "" : answer.statusCode() + " " + answer.body();
        } catch (IOException unreachable) {
            return unreachable.toString();
        } catch (InterruptedException interrupted) {
            throw interrupted(interrupted);
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
        } catch (InterruptedException interrupted) {
            throw interrupted(interrupted);
        }
    }

    private static StartFailed interrupted(InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        return new StartFailed("The start was interrupted.", interrupted);
    }
}
