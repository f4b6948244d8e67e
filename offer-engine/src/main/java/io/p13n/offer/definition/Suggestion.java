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

    /** Levenshtein's distance; hopeless lengths are not computed. */
    private static int distance(String one, String other) {
        if (Math.abs(one.length() - other.length()) >= FAR) {
            return FAR;
        }
        var row = new int[other.length() + 1];
        for (int j = 0; j <= other.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                int changed = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(changed, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[other.length()];
    }
}
