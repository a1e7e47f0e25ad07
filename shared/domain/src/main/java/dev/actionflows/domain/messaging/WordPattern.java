package dev.actionflows.domain.messaging;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * A sequence of words, such as {@code stop|quit ..3 @messages}. Its notation, separated by spaces:
 *
 * <ul>
 *   <li>{@code a|b}: one of these words
 *   <li>{@code text*}, {@code *ing}: a word that begins or ends like this
 *   <li>{@code @list}: one of the words of a list
 *   <li>{@code a|b^c}: except c
 *   <li>{@code a?}: optional
 *   <li>{@code $} at the end: nothing but courtesy follows
 *   <li>{@code a|b..3}: up to three of these words; {@code ..3}: up to three of any words
 * </ul>
 *
 * <p>A pattern is an automaton without loops, whose states are the bits of a {@code long}. Matching
 * from one word takes at most as many steps as the pattern has words.
 */
final class WordPattern {
    private static final Pattern SPACES = Pattern.compile(" +");
    private static final Pattern OR = Pattern.compile("\\|");
    private static final Pattern LITERALS =
            Pattern.compile("(?<![^ |^])[^ |^?.@*$=]+(?=[ |^?.]|$)");
    private static final String GAP = "..";
    private static final String END = " $";

    /** The last state needs a bit too. */
    private static final int MOST_WORDS = Long.SIZE - 1;

    /** How many words are compared with a pattern that extends to their end. */
    static final int LONGEST = 24;

    private record Step(WordSet words, boolean optional) {}

    private final List<Step> steps;
    private final long last;
    private final boolean untilEnd;

    private WordPattern(List<Step> steps, boolean untilEnd) {
        if (steps.isEmpty() || steps.size() > MOST_WORDS) {
            throw new IllegalArgumentException("a pattern has 1 to " + MOST_WORDS + " words");
        }
        this.steps = steps;
        this.last = 1L << steps.size();
        this.untilEnd = untilEnd;
        if ((reached(1L) & last) != 0) {
            throw new IllegalArgumentException("a pattern has words that are not optional");
        }
    }

    /**
     * @param lists what follows an {@code @}
     * @throws IllegalArgumentException if a list does not exist
     */
    static WordPattern parse(String notation, Map<String, WordSet> lists) {
        List<Step> steps = new ArrayList<>();
        boolean untilEnd = notation.endsWith(END);
        String sequence =
                untilEnd ? notation.substring(0, notation.length() - END.length()) : notation;
        for (String word : SPACES.split(sequence, -1)) {
            int gap = word.indexOf(GAP);
            if (gap >= 0) {
                WordSet words = gap == 0 ? WordSet.ANY : words(word.substring(0, gap), lists);
                int most = Integer.parseInt(word.substring(gap + GAP.length()));
                for (int time = 0; time < most; time++) {
                    steps.add(new Step(words, true));
                }
            } else {
                boolean optional = word.endsWith("?");
                String required = optional ? word.substring(0, word.length() - 1) : word;
                steps.add(new Step(words(required, lists), optional));
            }
        }
        return new WordPattern(List.copyOf(steps), untilEnd);
    }

    private static WordSet words(String notation, Map<String, WordSet> lists) {
        return WordSet.of(List.of(OR.split(notation, -1)), lists);
    }

    /**
     * The complete words of a pattern or of a list.
     *
     * @return without beginnings, endings, and names of lists
     */
    static List<String> literals(String notation) {
        return LITERALS.matcher(notation).results().map(MatchResult::group).toList();
    }

    /**
     * The letters with which matching words can begin.
     *
     * @return empty if they can begin with any letter
     */
    String firstLetters() {
        StringBuilder letters = new StringBuilder();
        for (Step step : steps) {
            String some = step.words().firstLetters();
            if (some.isEmpty()) {
                return "";
            }
            for (int index = 0; index < some.length(); index++) {
                if (letters.indexOf(some.substring(index, index + 1)) < 0) {
                    letters.append(some.charAt(index));
                }
            }
            if (!step.optional()) {
                break;
            }
        }
        return letters.toString();
    }

    /** The words that match the pattern alone, as a set that may have more. */
    WordSet alone() {
        List<Step> required = steps.stream().filter(step -> !step.optional()).toList();
        return required.size() == 1 ? required.getFirst().words() : WordSet.NONE;
    }

    /**
     * Whether words match from a position on.
     *
     * @param skipped words that may occur anywhere if the pattern extends to the end
     */
    boolean matchesAt(List<String> words, int from, WordSet skipped) {
        if (untilEnd) {
            return words.size() - from <= LONGEST
                    && matches(words.subList(from, words.size()), skipped);
        }
        long states = reached(1L);
        for (int index = from; states != 0 && (states & last) == 0; index++) {
            states = index == words.size() ? 0 : after(words.get(index), states);
        }
        return states != 0;
    }

    /**
     * Whether all words match.
     *
     * @param skipped words that may occur anywhere
     */
    boolean matches(List<String> words, WordSet skipped) {
        long states = reached(1L);
        for (String word : words) {
            states = after(word, states) | (skipped.contains(word) ? states : 0);
            if (states == 0) {
                return false;
            }
        }
        return (states & last) != 0;
    }

    private long after(String word, long states) {
        long next = 0;
        for (int index = 0; index < steps.size(); index++) {
            if ((states & (1L << index)) != 0 && steps.get(index).words().contains(word)) {
                next |= 1L << (index + 1);
            }
        }
        return reached(next);
    }

    /** Also the states behind optional words. */
    private long reached(long states) {
        long all = states;
        for (int index = 0; index < steps.size(); index++) {
            if (steps.get(index).optional() && (all & (1L << index)) != 0) {
                all |= 1L << (index + 1);
            }
        }
        return all;
    }
}
