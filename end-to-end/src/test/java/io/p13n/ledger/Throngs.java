package io.p13n.ledger;

import static io.p13n.ledger.Fault.SERVED;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;

/** The rows that are about many callers at once. */
final class Throngs {

    private static final int CALLERS = 12;
    private static final int LINKS = 8;

    private Throngs() {}

    static List<Fault> rows() {
        return List.of(
                Fault.of("first-meetings", SERVED, "reactor", Throngs::firstMeetings)
                        .withReactionsKnown(),
                Fault.of("merge-chains", SERVED, "reactor", Throngs::chains).withReactionsKnown(),
                Fault.of("hot-profile", SERVED, "reactor", Throngs::hotProfile).withReactionsKnown(),
                Fault.of("duplicates", SERVED, "reactor", Throngs::duplicates).withReactionsKnown(),
                Fault.of("flood", Set.of(200, 202, 429), "ingest", Throngs::flood)
                        .withReactionsKnown());
    }

    /** Three ids that nobody knows are named alone and in pairs at the same moment, to two reactors. */
    private static void firstMeetings(Scene scene) throws Exception {
        scene.site().scaleReactors(2);
        for (int i = 0; i < scene.scale().crowd(); i++) {
            String person = scene.book().row() + "." + i;
            String customer = "customer_id=" + person;
            String email = "email=" + person;
            String device = "device=" + person;
            Crowd.sends(
                    scene.caller(),
                    List.of(
                            event(person, customer),
                            event(person, email),
                            event(person, device),
                            event(person, customer, email),
                            event(person, customer, device),
                            event(person, email, device)));
        }
    }

    /**
     * The links of a chain that bites its tail (customer 0, email 0, customer 1, email 1, … customer 0), in any order
     * and at once.
     */
    private static void chains(Scene scene) throws Exception {
        scene.site().scaleReactors(2);
        for (int i = 0; i < scene.scale().crowd() / 2; i++) {
            String person = scene.book().row() + "." + i;
            var links = new ArrayList<Event>();
            for (int link = 0; link < LINKS; link++) {
                String email = "email=%s.%d".formatted(person, link);
                links.add(event(person, "customer_id=%s.%d".formatted(person, link), email));
                links.add(event(person, "customer_id=%s.%d".formatted(person, (link + 1) % LINKS), email));
            }
            Collections.shuffle(links);
            Crowd.sends(scene.caller(), links);
        }
    }

    /** All load on one customer; each answer must include what was acknowledged before it. */
    private static void hotProfile(Scene scene) throws Exception {
        String person = scene.book().row() + ".star";
        for (int i = 0; i < scene.scale().crowd(); i++) {
            var events = new ArrayList<Event>();
            for (int caller = 0; caller < 2 * CALLERS; caller++) {
                events.add(event(person, "customer_id=" + person));
            }
            Crowd.sends(scene.caller(), events);
        }
    }

    /** One uuid, sent by many at once, on two partitions. */
    private static void duplicates(Scene scene) throws Exception {
        scene.site().scaleReactors(2);
        for (int i = 0; i < scene.scale().crowd(); i++) {
            String person = scene.book().row() + "." + i;
            String customer = "customer_id=" + person;
            String email = "email=" + person;
            scene.caller().send(event(person, customer, email));
            long amount = Regular.amount();
            var uuid = Optional.of(UUID.randomUUID());
            var events = new ArrayList<Event>();
            for (int caller = 0; caller < CALLERS; caller++) {
                events.add(new Event(person, List.of(caller % 2 == 0 ? customer : email), amount, uuid));
            }
            Crowd.sends(scene.caller(), events);
        }
    }

    private static void flood(Scene scene) throws Exception {
        scene.site().scaleReactors(1);
        scene.begin();
        Part ingest = scene.site().ingests().get(0).part();
        OptionalLong before = ingest.residentMebibytes();
        long first = scene.book().attempts().size();
        Flood.pour(scene, scene.scale().crowd() * 200);
        scene.recover("flood");
        OptionalLong after = ingest.residentMebibytes();
        tellOf(scene, first);
        if (before.isPresent() && after.isPresent()) {
            scene.remark("ingest's memory %d, then %d MiB".formatted(before.getAsLong(), after.getAsLong()));
        }
    }

    private static void tellOf(Scene scene, long first) {
        var refusals = scene.book().attempts().stream()
                .skip(first)
                .filter(attempt -> attempt.status() == 429)
                .toList();
        if (refusals.isEmpty()) {
            scene.book().complain("the flood was not above capacity: nobody got a 429");
        }
        scene.remark("%d × 429, p99 %s ms"
                .formatted(refusals.size(), Latency.of(refusals).percentile(99)));
    }

    private static Event event(String person, String... ids) {
        return new Event(person, List.of(ids), Regular.amount(), Optional.empty());
    }
}
