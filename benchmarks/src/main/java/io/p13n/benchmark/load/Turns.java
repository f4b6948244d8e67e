package io.p13n.benchmark.load;

import java.util.List;
import java.util.stream.IntStream;

/**
 * In which order the rows come. In as many rounds as there are rows, if that is an even number, each row has each place once and
 * follows each other one once (Williams' Latin square), since what one leaves behind (a warm cache, a backlog) is the next one's.
 */
final class Turns {

    private Turns() {}

    /**
     * The rows in the order of a round.
     *
     * @param round from 0
     */
    static <T> List<T> inRound(int round, List<T> rows) {
        return IntStream.range(0, rows.size())
                .map(place -> place % 2 == 1 ? (place + 1) / 2 : rows.size() - place / 2) // 0, 1, n - 1, 2, n - 2, …
                .mapToObj(row -> rows.get((row + round) % rows.size()))
                .toList();
    }
}
