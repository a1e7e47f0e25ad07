package dev.actionflows.domain.messaging;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Recognizes misspellings of the words that end messages. */
final class Typos {
    private static final Pattern STOP =
            Pattern.compile("s+t+o+p{3,}|s{2,}t+o+p+|st{2,}op+|sto{3,}p+|sta+[hw]*p+h*");

    /** Words that are one slip of a finger from these, and nothing else, mean them. */
    private static final List<String> SLIPPED = List.of("stop", "quit", "cancel", "optout");

    private static final List<String> KEYBOARD = List.of("qwertyuiop", "asdfghjkl", "zxcvbnm");

    /** Other words that are as close. */
    private static final Set<String> WORDS =
            Set.of("strop", "quiet", "quite", "quits", "suit", "stops");

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
     * Whether a message of one word is "stop" and the like with one slip: two letters swapped, one
     * doubled or left out within the word, or a neighboring key hit instead or as well. "Shop" and
     * "step" are no slips.
     */
    static boolean isSlip(String word) {
        return !WORDS.contains(word) && SLIPPED.stream().anyMatch(it -> isSlipOf(it, word));
    }

    private static boolean isSlipOf(String meant, String word) {
        int start = 0;
        int most = Math.min(meant.length(), word.length());
        while (start < most && meant.charAt(start) == word.charAt(start)) {
            start++;
        }
        String rest = meant.substring(start);
        String typed = word.substring(start);
        return switch (word.length() - meant.length()) {
            case 1 ->
                    typed.substring(1).equals(rest)
                            && ((start > 0 && isNear(typed.charAt(0), meant.charAt(start - 1)))
                                    || (!rest.isEmpty()
                                            && isNear(typed.charAt(0), rest.charAt(0))));
            case 0 ->
                    !rest.isEmpty()
                            && ((typed.substring(1).equals(rest.substring(1))
                                            && isNear(typed.charAt(0), rest.charAt(0)))
                                    || isSwapped(rest, typed));
            case -1 -> start > 0 && rest.length() > 1 && rest.substring(1).equals(typed);
            default -> false;
        };
    }

    private static boolean isSwapped(String rest, String typed) {
        return rest.length() > 1
                && rest.charAt(0) == typed.charAt(1)
                && rest.charAt(1) == typed.charAt(0)
                && rest.substring(2).equals(typed.substring(2));
    }

    /** The same key, or one that touches it: each row is shifted by half a key to the right. */
    private static boolean isNear(char a, char b) {
        return isAboveOrBeside(a, b) || isAboveOrBeside(b, a);
    }

    private static boolean isAboveOrBeside(char a, char b) {
        for (int row = 0; row < KEYBOARD.size(); row++) {
            int place = KEYBOARD.get(row).indexOf(a);
            if (place >= 0) {
                int beside = KEYBOARD.get(row).indexOf(b);
                int below = row + 1 < KEYBOARD.size() ? KEYBOARD.get(row + 1).indexOf(b) : -1;
                return (beside >= 0 && Math.abs(beside - place) <= 1)
                        || (below >= 0 && (below == place || below == place - 1));
            }
        }
        return false;
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
