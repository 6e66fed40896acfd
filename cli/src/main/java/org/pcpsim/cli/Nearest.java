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

    /** How many characters have to be put in, taken out, replaced or swapped with their neighbour. */
    private static int distance(String a, String b) {
        int[][] changes = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                changes[i][j] = i == 0 || j == 0 ? i + j : least(changes, a, b, i, j);
            }
        }
        return changes[a.length()][b.length()];
    }

    private static int least(int[][] changes, String a, String b, int i, int j) {
        int replaced = changes[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        int best = Math.min(replaced, Math.min(changes[i - 1][j], changes[i][j - 1]) + 1);
        boolean swapped = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
        return swapped ? Math.min(best, changes[i - 2][j - 2] + 1) : best;
    }
}
