package dev.actionflows.domain.messaging;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Patterns by the letter with which their first word begins, so that few have to be compared. */
final class PatternIndex {
    static final PatternIndex NONE = new PatternIndex();

    private final Map<Character, List<WordPattern>> byLetter = new HashMap<>();

    /** Those whose first word can begin with any letter. */
    private final List<WordPattern> others = new ArrayList<>();

    void add(WordPattern pattern) {
        String letters = pattern.firstLetters();
        if (letters.isEmpty()) {
            others.add(pattern);
        }
        for (int index = 0; index < letters.length(); index++) {
            byLetter.computeIfAbsent(letters.charAt(index), it -> new ArrayList<>()).add(pattern);
        }
    }

    /** The words that match a pattern alone, as a set that may have more. */
    WordSet alone() {
        return WordSet.union(
                Stream.concat(byLetter.values().stream().flatMap(List::stream), others.stream())
                        .map(WordPattern::alone)
                        .toList());
    }

    /**
     * @param skipped words that may follow a pattern that extends to the end
     */
    boolean matchesAt(List<String> words, int from, WordSet skipped) {
        for (WordPattern pattern : beginningWith(words.get(from))) {
            if (pattern.matchesAt(words, from, skipped)) {
                return true;
            }
        }
        for (WordPattern pattern : others) {
            if (pattern.matchesAt(words, from, skipped)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Whether a pattern matches all words.
     *
     * @param skipped words that may occur anywhere
     */
    boolean matches(List<String> words, WordSet skipped) {
        for (String word : words) {
            for (WordPattern pattern : beginningWith(word)) {
                if (pattern.matches(words, skipped)) {
                    return true;
                }
            }
            if (!skipped.contains(word)) {
                break;
            }
        }
        for (WordPattern pattern : others) {
            if (pattern.matches(words, skipped)) {
                return true;
            }
        }
        return false;
    }

    private List<WordPattern> beginningWith(String word) {
        return byLetter.getOrDefault(word.charAt(0), List.of());
    }
}
