package io.p13n.ledger;

import static io.p13n.ledger.Fault.SERVED;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What operators change while the system is in use. */
final class Changes {

    /** Within it a definition is active in every replica, once admin-api has answered. */
    private static final Duration PROMISED = Duration.ofSeconds(1);

    private Changes() {}

    static List<Fault> rows() {
        return List.of(Fault.of("definitions-applied", SERVED, "reactor", Changes::applyDefinitions));
    }

    /** Two replicas of each serve while one definition follows the other. */
    private static void applyDefinitions(Scene scene) throws Exception {
        scene.site().scaleIngests(2);
        scene.site().scaleReactors(2);
        scene.begin();
        var applied = new ArrayList<AppliedVersion>();
        for (int i = 0; i < scene.scale().times(); i++) {
            var version = new AppliedVersion(scene.site().applyNextVersion(), System.nanoTime());
            applied.add(version);
            scene.awaitDecisions(version.answeredAt() + PROMISED.toNanos());
            scene.flow();
        }
        scene.close();
        var seen = VersionsSeen.by(scene);
        applied.forEach(version -> seen.judge(version, PROMISED));
        seen.judgeStamps();
        scene.site().scaleReactors(1);
        scene.site().scaleIngests(1);
    }
}
