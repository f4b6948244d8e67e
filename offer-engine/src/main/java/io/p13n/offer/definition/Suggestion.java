package io.p13n.offer.definition;

import java.util.Collection;
import java.util.Comparator;

/** Guesses what was meant by a misspelt name. */
public final class Suggestion {

    private static final int FAR = 3;

    private Suggestion() {}

    /** {@code "; did you mean `loyalty`?"}, or nothing where no known name is near. */
    public static String among(Collection<String> known, String name) {
        var limit = Math.min(FAR, 1 + name.length() / 3);
        return known.stream()
                .filter(candidate -> distance(candidate, name) < limit)
                .min(Comparator.<String>comparingInt(candidate -> distance(candidate, name))
                        .thenComparing(Comparator.naturalOrder()))
                .map(nearest -> "; did you mean `" + nearest + "`?")
                .orElse("");
    }

    /** Edits between the two, neighbours that changed places being one; hopeless lengths are not computed. */
    private static int distance(String one, String other) {
        if (Math.abs(one.length() - other.length()) >= FAR) {
            return FAR;
        }
        var edits = new int[one.length() + 1][other.length() + 1];
        for (int i = 0; i <= one.length(); i++) {
            for (int j = 0; j <= other.length(); j++) {
                edits[i][j] = i == 0 || j == 0 ? i + j : edits(one, other, i, j, edits);
            }
        }
        return edits[one.length()][other.length()];
    }

    private static int edits(String one, String other, int i, int j, int[][] edits) {
        var same = one.charAt(i - 1) == other.charAt(j - 1);
        var fewest = Math.min(edits[i - 1][j - 1] + (same ? 0 : 1), 1 + Math.min(edits[i - 1][j], edits[i][j - 1]));
        var swapped =
                i > 1 && j > 1 && one.charAt(i - 1) == other.charAt(j - 2) && one.charAt(i - 2) == other.charAt(j - 1);
        return swapped ? Math.min(fewest, edits[i - 2][j - 2] + 1) : fewest;
    }
}
