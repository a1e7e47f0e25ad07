package dev.actionflows.domain.messaging;

import java.util.regex.Pattern;

/** Recognizes misspellings of "stop" and "unsubscribe". */
final class Typos {
    private static final Pattern STOP =
            Pattern.compile("s+t+o+p{3,}|s{2,}t+o+p+|st{2,}op+|sto{3,}p+");

    private static final String UNSUBSCRIBE = "unsubscribe";

    /** "Subscribe" is within this distance too, but starts differently. */
    private static final int DISTANCE = 2;

    private Typos() {}

    /**
     * @param word folded by {@link Words}
     */
    static String corrected(String word) {
        if (STOP.matcher(word).matches()) {
            return "stop";
        }
        return word.startsWith("un")
                        && !word.startsWith(UNSUBSCRIBE)
                        && Math.abs(word.length() - UNSUBSCRIBE.length()) <= DISTANCE
                        && distance(word, UNSUBSCRIBE) <= DISTANCE
                ? UNSUBSCRIBE
                : word;
    }

    /**
     * The Damerau-Levenshtein distance: deletions, insertions, substitutions, and transpositions.
     */
    private static int distance(String a, String b) {
        int[][] costs = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                costs[i][j] = i == 0 || j == 0 ? i + j : nearest(costs, a, b, i, j);
            }
        }
        return costs[a.length()][b.length()];
    }

    private static int nearest(int[][] costs, String a, String b, int i, int j) {
        int changed = costs[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        int cost = Math.min(changed, 1 + Math.min(costs[i - 1][j], costs[i][j - 1]));
        boolean swapped =
                i > 1
                        && j > 1
                        && a.charAt(i - 1) == b.charAt(j - 2)
                        && a.charAt(i - 2) == b.charAt(j - 1);
        return swapped ? Math.min(cost, costs[i - 2][j - 2] + 1) : cost;
    }
}
