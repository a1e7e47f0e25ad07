package dev.actionflows.domain.messaging;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * How fans of one language ask for messages to stop or to start again, or for help. Read from a
 * resource with three kinds of lines: {@code name = words}, a list of words; {@code [section]}; and
 * {@link WordPattern}s, which belong to the section above them. All words are written as {@link
 * Words} folds them.
 */
final class ReplyLanguage {
    private enum Section {
        /**
         * Means STOP anywhere in a clause, unless a word of the list "contrary" is close before.
         */
        ANYWHERE,
        /** Means STOP anywhere in a clause. */
        ALWAYS,
        /** Means STOP if the text or a clause has nothing else but words of the list "courtesy". */
        ALONE,
        /** Means STOP if the text has nothing else but courtesy. */
        WHOLE,
        /** Means something else, although it begins with a word for "stop". */
        OTHER,
        /** Means START if the text has nothing else but courtesy. */
        START,
        /** Means HELP if the text has nothing else but courtesy. */
        HELP
    }

    private static final Pattern SPACES = Pattern.compile(" +");

    /** How many words before a pattern can change its meaning. */
    private static final int WORDS_BEFORE = 4;

    /** From how many words on it is told what a pattern is about. */
    private static final int WORDS_AFTER = 5;

    private final Map<Section, PatternIndex> patterns;
    private final WordSet courtesy;
    private final WordSet contrary;
    private final WordSet lacks;
    private final WordSet things;
    private final WordSet praise;
    private final Segments segments;

    private ReplyLanguage(
            Map<Section, PatternIndex> patterns, Map<String, WordSet> lists, Segments segments) {
        this.patterns = patterns;
        this.courtesy = lists.getOrDefault("courtesy", WordSet.NONE);
        this.contrary = lists.getOrDefault("contrary", WordSet.NONE);
        this.lacks = lists.getOrDefault("lacks", WordSet.NONE);
        this.things = lists.getOrDefault("things", WordSet.NONE);
        this.praise = lists.getOrDefault("praise", WordSet.NONE);
        this.segments = segments;
    }

    /**
     * @param code of the language, ISO 639-1
     */
    static ReplyLanguage load(String code) {
        String name = "/consent-replies/" + code + ".txt";
        try (InputStream file = ReplyLanguage.class.getResourceAsStream(name)) {
            if (file == null) {
                throw new IllegalStateException("no resource " + name);
            }
            List<String> lines =
                    new String(file.readAllBytes(), StandardCharsets.UTF_8)
                            .lines()
                            .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                            .toList();
            return parse(lines, code.equals("ja"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ReplyLanguage parse(List<String> lines, boolean withoutSpaces) {
        Map<String, WordSet> lists = new HashMap<>();
        Map<Section, PatternIndex> patterns = new EnumMap<>(Section.class);
        Section section = Section.ANYWHERE;
        for (String line : lines) {
            int equals = line.indexOf('=');
            if (equals >= 0) {
                List<String> words = List.of(SPACES.split(line.substring(equals + 1).strip(), -1));
                lists.put(line.substring(0, equals).strip(), WordSet.of(words, lists));
            } else if (line.startsWith("[")) {
                section =
                        Section.valueOf(
                                line.substring(1, line.length() - 1).toUpperCase(Locale.ROOT));
            } else {
                patterns.computeIfAbsent(section, it -> new PatternIndex())
                        .add(WordPattern.parse(line, lists));
            }
        }
        Segments segments =
                withoutSpaces
                        ? Segments.of(
                                lines.stream()
                                        .filter(line -> !line.startsWith("["))
                                        .flatMap(line -> WordPattern.literals(line).stream())
                                        .toList())
                        : Segments.NONE;
        return new ReplyLanguage(patterns, lists, segments);
    }

    private PatternIndex in(Section section) {
        return patterns.getOrDefault(section, PatternIndex.NONE);
    }

    /** The words that mean something alone, as a set that may have more. */
    WordSet alone() {
        return WordSet.union(patterns.values().stream().map(PatternIndex::alone).toList());
    }

    /** Whether a part of the text asks to stop, whatever else it says. */
    boolean hasStop(ReplyText reply) {
        return clauses(reply).anyMatch(this::isStopWithin);
    }

    private Stream<List<String>> clauses(ReplyText reply) {
        return reply.clauses().stream().map(segments::split);
    }

    private boolean isStopWithin(List<String> clause) {
        for (int index = 0; index < clause.size(); index++) {
            if ((isAt(Section.ALWAYS, clause, index)
                            || (isAt(Section.ANYWHERE, clause, index)
                                    && !isAfter(contrary, clause, index)))
                    && !isAfter(lacks, clause, index)
                    && !isBefore(things, clause, index)) {
                return true;
            }
        }
        return false;
    }

    private boolean isAt(Section section, List<String> clause, int index) {
        return in(section).matchesAt(clause, index, courtesy);
    }

    private static boolean isAfter(WordSet before, List<String> clause, int index) {
        return before.containsAny(clause.subList(Math.max(0, index - WORDS_BEFORE), index));
    }

    private static boolean isBefore(WordSet after, List<String> clause, int index) {
        return after.containsAny(
                clause.subList(index, Math.min(clause.size(), index + WORDS_AFTER)));
    }

    /** Whether the text or a clause of it says nothing but that messages are to stop. */
    boolean isStop(ReplyText reply) {
        List<String> words = segments.split(reply.words());
        return isAll(Section.ALONE, words)
                || isAll(Section.WHOLE, words)
                || (!praise.containsAny(words)
                        && clauses(reply).anyMatch(clause -> isAll(Section.ALONE, clause)));
    }

    private boolean isAll(Section section, List<String> words) {
        return words.size() <= WordPattern.LONGEST && in(section).matches(words, courtesy);
    }

    /** "Stop, I'm crying": begins like a STOP, but is none. */
    boolean isOther(ReplyText reply) {
        List<String> words =
                segments.split(reply.words()).stream().dropWhile(courtesy::contains).toList();
        return !words.isEmpty() && isAt(Section.OTHER, words, 0);
    }

    boolean isStart(ReplyText reply) {
        return isAll(Section.START, segments.split(reply.words()));
    }

    boolean isHelp(ReplyText reply) {
        return isAll(Section.HELP, segments.split(reply.words()));
    }

    /** Whether a word says nothing about what the text asks for. */
    boolean isCourtesy(String word) {
        return courtesy.contains(word);
    }
}
