package io.p13n.ledger;

import static io.p13n.ledger.Fault.ALL_AWAY;
import static io.p13n.ledger.Fault.LOG_AWAY;
import static io.p13n.ledger.Fault.SERVED;

import io.p13n.ledger.Fault.Script;
import java.util.List;
import java.util.function.ToIntFunction;

/** Processes die in the middle of load, again and again. */
final class Killings {

    private Killings() {}

    static List<Fault> rows() {
        return List.of(
                Fault.of(Ledger.NONE, SERVED, "reactor", Scene::begin).withReactionsKnown(),
                Fault.of("reactor-killed", SERVED, "reactor", repeatedly(Scale::times, Killings::reactor)),
                Fault.of("ingest-killed", ALL_AWAY, "ingest", repeatedly(Scale::fewTimes, Killings::ingest)),
                Fault.of("database-crashed", SERVED, "reactor", repeatedly(Scale::times, Killings::databaseCrashed)),
                Fault.of("database-killed", SERVED, "reactor", repeatedly(Scale::times, Killings::databaseKilled)),
                Fault.of("broker-killed", LOG_AWAY, "broker", repeatedly(Scale::fewTimes, Killings::broker)),
                Fault.of("everything-killed", ALL_AWAY, "reactor", repeatedly(Scale::fewTimes, Killings::everything)));
    }

    private static Script repeatedly(ToIntFunction<Scale> times, Script kill) {
        return scene -> {
            scene.begin();
            for (int i = 0; i < times.applyAsInt(scene.scale()); i++) {
                long killedAt = System.nanoTime();
                kill.play(scene);
                scene.recover("started again", killedAt);
                scene.flow();
            }
        };
    }

    private static void reactor(Scene scene) {
        scene.site().killReactor();
        scene.site().scaleReactors(1);
    }

    private static void ingest(Scene scene) {
        scene.site().killIngest();
        scene.site().scaleIngests(1);
    }

    private static void databaseCrashed(Scene scene) {
        scene.site().database().crash();
        scene.site().database().awaitStart();
    }

    private static void databaseKilled(Scene scene) {
        scene.site().database().kill();
        scene.site().database().awaitStart();
    }

    private static void broker(Scene scene) {
        scene.site().broker().kill();
        scene.site().startBroker();
    }

    private static void everything(Scene scene) {
        scene.site().killEverything();
        scene.site().startEverything();
    }
}
