package dev.actionflows.domain.messaging;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Words as {@link Words} folds them, and beginnings and endings of words.
 *
 * @param beginnings from {@code text*}
 * @param endings from {@code *ing}
 */
record WordSet(
        Set<String> words,
        List<String> beginnings,
        List<String> endings,
        Set<String> except,
        boolean any) {
    static final WordSet ANY = new WordSet(Set.of(), List.of(), List.of(), Set.of(), true);
    static final WordSet NONE = new WordSet(Set.of(), List.of(), List.of(), Set.of(), false);

    private static final Pattern EXCEPT = Pattern.compile("\\^");

    /**
     * @param notation words, each with an asterisk at one end, or an {@code @} and the name of a
     *     list; exceptions follow after {@code ^}
     * @throws IllegalArgumentException if a list does not exist
     */
    static WordSet of(Collection<String> notation, Map<String, WordSet> lists) {
        Set<String> words = new HashSet<>();
        List<String> beginnings = new ArrayList<>();
        List<String> endings = new ArrayList<>();
        Set<String> except = new HashSet<>();
        for (String each : notation) {
            List<String> parts = List.of(EXCEPT.split(each, -1));
            String word = parts.getFirst();
            except.addAll(parts.subList(1, parts.size()));
            if (word.startsWith("@")) {
                WordSet list = lists.get(word.substring(1));
                if (list == null) {
                    throw new IllegalArgumentException("no such list: " + word);
                }
                words.addAll(list.words());
                beginnings.addAll(list.beginnings());
                endings.addAll(list.endings());
            } else if (word.endsWith("*")) {
                beginnings.add(word.substring(0, word.length() - 1));
            } else if (word.startsWith("*")) {
                endings.add(word.substring(1));
            } else {
                words.add(word);
            }
        }
        return new WordSet(
                Set.copyOf(words),
                List.copyOf(beginnings),
                List.copyOf(endings),
                Set.copyOf(except),
                false);
    }

    /** All words of these sets, without exceptions. */
    static WordSet union(Collection<WordSet> sets) {
        return new WordSet(
                sets.stream().flatMap(set -> set.words().stream()).collect(Collectors.toSet()),
                sets.stream().flatMap(set -> set.beginnings().stream()).distinct().toList(),
                sets.stream().flatMap(set -> set.endings().stream()).distinct().toList(),
                Set.of(),
                sets.stream().anyMatch(WordSet::any));
    }

    boolean contains(String word) {
        if (any || words.contains(word)) {
            return true;
        }
        for (String beginning : beginnings) {
            if (word.startsWith(beginning)) {
                return !except.contains(word);
            }
        }
        for (String ending : endings) {
            if (word.endsWith(ending)) {
                return !except.contains(word);
            }
        }
        return false;
    }

    boolean containsAny(List<String> some) {
        for (String word : some) {
            if (contains(word)) {
                return true;
            }
        }
        return false;
    }

    /**
     * @return the letters with which the words begin; empty if that is any letter
     */
    String firstLetters() {
        if (any || !endings.isEmpty()) {
            return "";
        }
        StringBuilder letters = new StringBuilder();
        for (String word : words) {
            letters.append(word.charAt(0));
        }
        for (String beginning : beginnings) {
            letters.append(beginning.charAt(0));
        }
        return letters.toString();
    }
}
