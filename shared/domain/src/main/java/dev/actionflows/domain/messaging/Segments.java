package dev.actionflows.domain.messaging;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * Splits text without spaces into known words, the longest first, and single characters.
 *
 * @param longest the length of the longest word, in chars; 0 leaves all text as it is
 */
record Segments(Set<String> words, int longest) {
    static final Segments NONE = new Segments(Set.of(), 0);

    static Segments of(Collection<String> words) {
        return new Segments(
                Set.copyOf(words), words.stream().mapToInt(String::length).max().orElse(0));
    }

    List<String> split(List<String> texts) {
        if (longest == 0) {
            return texts;
        }
        List<String> split = new ArrayList<>();
        for (String text : texts) {
            for (int from = 0; from < text.length(); ) {
                int end = endOfWord(text, from);
                split.add(text.substring(from, end));
                from = end;
            }
        }
        return split;
    }

    private int endOfWord(String text, int from) {
        for (int end = Math.min(text.length(), from + longest); end > from + 1; end--) {
            if (words.contains(text.substring(from, end))) {
                return end;
            }
        }
        int next = from;
        while (next < text.length() && text.charAt(next) < 0x80) {
            next++;
        }
        return next > from ? next : text.offsetByCodePoints(from, 1);
    }
}
