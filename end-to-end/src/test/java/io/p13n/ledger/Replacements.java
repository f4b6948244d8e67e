package io.p13n.ledger;

import static io.p13n.ledger.Fault.SERVED;

import java.util.List;

/** Replicas come, go, and come back from the dead. */
final class Replacements {

    private Replacements() {}

    static List<Fault> rows() {
        return List.of(
                Fault.of("ingests-restarted", SERVED, "ingest", Replacements::rollIngests),
                Fault.of("admins-restarted", SERVED, "admin", Replacements::rollAdmins),
                Fault.of("reactors-scaled", SERVED, "reactor", Replacements::scaleReactors),
                Fault.of("zombie", SERVED, "reactor", Replacements::zombie),
                Fault.of("reactors-restarted", SERVED, "reactor", Replacements::rollReactors));
    }

    /** A reactor is held still until another has taken its partitions over; then it goes on where it was. */
    private static void zombie(Scene scene) {
        scene.site().scaleReactors(2);
        scene.begin();
        for (int i = 0; i < scene.scale().fewTimes(); i++) {
            Part zombie = scene.site().reactors().get(i % 2).part();
            long pausedAt = System.nanoTime();
            zombie.pause();
            scene.recover("paused", pausedAt);
            scene.flow();
            zombie.resume();
            scene.recover("resumed");
            scene.flow();
        }
    }

    private static void rollReactors(Scene scene) {
        scene.site().scaleReactors(2);
        scene.begin();
        for (int i = 0; i < scene.scale().times(); i++) {
            long stoppedAt = System.nanoTime();
            scene.site().restartOldestReactor();
            scene.recover("restart", stoppedAt);
            scene.flow();
        }
    }

    private static void scaleReactors(Scene scene) {
        scene.site().scaleReactors(1);
        scene.begin();
        for (int i = 0; i < scene.scale().fewTimes(); i++) {
            scene.site().scaleReactors(2);
            scene.recover("out");
            scene.flow();
            scene.site().scaleReactors(1);
            scene.recover("in");
            scene.flow();
        }
    }

    private static void rollIngests(Scene scene) {
        scene.site().scaleIngests(2);
        scene.begin();
        for (int i = 0; i < scene.scale().fewTimes(); i++) {
            scene.site().restartOldestIngest();
            scene.recover("restart");
            scene.flow();
        }
        scene.site().scaleIngests(1);
        scene.recover("in");
    }

    /** An operator applies one definition after the other meanwhile, and each of them must be taken. */
    private static void rollAdmins(Scene scene) {
        scene.begin();
        for (int i = 0; i < scene.scale().fewTimes(); i++) {
            try (var operator = Operator.begin(scene.site())) {
                Replica before = scene.site().replaceAdmin();
                operator.awaitNext(); // whatever was sent to the one before is answered then
                before.part().stop();
                operator.awaitNext();
                scene.remark(operator.applied() + " definitions applied");
            }
            scene.recover("restart");
            scene.flow();
        }
    }
}
