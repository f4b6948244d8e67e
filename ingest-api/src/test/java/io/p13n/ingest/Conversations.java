package io.p13n.ingest;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** All that was ever asked and answered in these tests. */
final class Conversations {

    record Conversation(Call call, HttpResponse<String> response) {}

    private static final List<Conversation> HEARD = new CopyOnWriteArrayList<>();

    private Conversations() {}

    static void heard(Call call, HttpResponse<String> response) {
        HEARD.add(new Conversation(call, response));
    }

    static List<Conversation> heard() {
        return List.copyOf(HEARD);
    }
}
