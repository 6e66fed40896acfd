package org.pcpsim.cli;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The known word that somebody most likely meant. */
final class Nearest {
    private Nearest() {}

    /** The candidate with the least edit distance, if less than half of the word has to be changed. */
    static Optional<String> to(String word, List<String> candidates) {
        String meant = word.toLowerCase(Locale.ROOT);
        Optional<String> nearest = Optional.empty();
        int least = (meant.length() + 1) / 2;
        for (String candidate : candidates) {
            int distance = distance(meant, candidate.toLowerCase(Locale.ROOT));
            if (distance < least) {
                least = distance;
                nearest = Optional.of(candidate);
            }
        }
        return nearest;
    }

    /** {@code did you mean 'x'?}, or what there is. */
    static String hint(String word, List<String> candidates) {
        return to(word, candidates)
                .map(found -> "did you mean '" + found + "'?")
                .orElse("there are: " + String.join(", ", candidates));
    }

    /** Levenshtein distance. */
    private static int distance(String a, String b) {
        int[] previous = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] current = new int[b.length() + 1];
            current[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(replaced, Math.min(previous[j], current[j - 1]) + 1);
            }
            previous = current;
        }
        return previous[b.length()];
    }
}
