package io.p13n.standalone.traffic;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Who has been here. Remembers the last ten thousand. */
final class Visitors {

    private static final int MOST = 10_000;

    private final List<String> known = new ArrayList<>();
    private final Random random;
    private int next;

    Visitors(Random random) {
        this.random = random;
    }

    /** Somebody new, who may return. */
    String newcomer() {
        String who = stranger();
        if (known.size() < MOST) {
            known.add(who);
        } else {
            known.set(random.nextInt(MOST), who);
        }
        return who;
    }

    /** Somebody who has been here, or somebody new if nobody has. */
    String known() {
        return known.isEmpty() ? newcomer() : known.get(random.nextInt(known.size()));
    }

    /** Somebody new, who will not return. */
    String stranger() {
        next++;
        return "visitor-" + Long.toHexString(random.nextLong()) + "-" + next;
    }
}
