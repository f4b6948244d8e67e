package io.p13n.ledger;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sends events to whatever ingest replica is in rotation, and writes down what came of it. */
final class Caller {

    private static final AtomicLong ATTEMPTS = new AtomicLong();
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Pattern COUNTED = Pattern.compile("\"events\":(\\d+)");

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final List<URI> rotation;
    private final Book book;

    Caller(List<URI> rotation, Book book) {
        this.rotation = rotation;
        this.book = book;
    }

    /** Sends it once and waits for the answer. */
    Attempt send(Event event) {
        return sendAsync(event).join();
    }

    CompletableFuture<Attempt> sendAsync(Event event) {
        String id = book.row() + "-" + ATTEMPTS.incrementAndGet();
        Set<Event> before = Set.copyOf(book.acknowledged(event.route()));
        long sentAt = System.nanoTime();
        var ingests = List.copyOf(rotation);
        if (ingests.isEmpty()) {
            return CompletableFuture.completedFuture(
                    noted(new Attempt(id, event, null, Attempt.Outcome.REFUSED, 0, "", sentAt, System.nanoTime())));
        }
        URI ingest = ingests.get((int) (ATTEMPTS.get() % ingests.size()));
        return http.sendAsync(request(ingest, event.json(book.row(), id)), BodyHandlers.ofString())
                .handle((answer, failure) -> answer != null
                        ? answered(id, event, ingest, sentAt, answer, before)
                        : unanswered(id, event, ingest, sentAt, failure));
    }

    private static HttpRequest request(URI ingest, String json) {
        return HttpRequest.newBuilder(ingest.resolve("/shop/web_events"))
                .header("Content-Type", "application/vnd.treasuredata.v1+json")
                .header("Authorization", "TD1 1/" + Site.API_KEY)
                .header("WP13n-Token", "1/2/" + Site.TOKEN)
                .timeout(LIMIT)
                .POST(BodyPublishers.ofString(json))
                .build();
    }

    private Attempt answered(
            String id, Event event, URI ingest, long sentAt, HttpResponse<String> answer, Set<Event> before) {
        int status = answer.statusCode();
        if (status == 200) {
            check(event, answer.body(), before);
        } else if (status >= 400 && status < 500 && status != 429) {
            book.complain("refused: " + answer.body());
        }
        return noted(new Attempt(
                id, event, ingest, Attempt.Outcome.of(status), status, answer.body(), sentAt, System.nanoTime()));
    }

    /** A decision includes its own event, and all with its most trusted id that were acknowledged before it was sent. */
    private void check(Event event, String body, Set<Event> before) {
        var least = new HashSet<>(before);
        least.add(event);
        Matcher counted = COUNTED.matcher(body);
        if (!counted.find() || Long.parseLong(counted.group(1)) < least.size()) {
            book.complain(
                    "a decision for %s counts less than %d events: %s".formatted(event.ids(), least.size(), body));
        }
    }

    private Attempt unanswered(String id, Event event, URI ingest, long sentAt, Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        if (!(cause instanceof IOException)) {
            book.complain("a request failed by itself: " + cause);
        }
        var outcome = cause instanceof ConnectException ? Attempt.Outcome.REFUSED : Attempt.Outcome.UNKNOWN;
        return noted(new Attempt(id, event, ingest, outcome, 0, "", sentAt, System.nanoTime()));
    }

    private Attempt noted(Attempt attempt) {
        book.note(attempt);
        return attempt;
    }
}
