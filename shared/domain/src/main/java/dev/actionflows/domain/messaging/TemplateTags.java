package dev.actionflows.domain.messaging;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Validates the tags of a template strictly. A lenient parser would send a tag with a missing brace
 * to fans as literal text.
 */
final class TemplateTags {
    /**
     * A known tag name with its closing braces. The preceding text is scanned by hand: a pattern
     * that starts with white space takes at least quadratic time.
     */
    private static final Pattern NAME =
            Pattern.compile(
                    "(?<![a-z_])(?:%s)(?![a-z_0-9])\\s*+([}\uFF5D]*+)".formatted(names("%s", "|")));

    private static final String OPENING = "{\uFF5B";

    private static final String CLOSING = "}\uFF5D";

    /** A single brace may be text; a pair around a known name, or a double brace, is a mistake. */
    private static final int TAG_BRACES = 2;

    private static final int LONGEST_QUOTE = 40;

    private final String source;
    private final List<String> errors = new ArrayList<>();
    private final Deque<Section> open = new ArrayDeque<>();

    /** The number of open sections by name; searching all open sections takes quadratic time. */
    private final Map<String, Integer> openNames = new HashMap<>();

    private final Set<MergeTag> found = EnumSet.noneOf(MergeTag.class);
    private final Guards guards = new Guards();

    /** The number of characters before each position; empty until the first error. */
    private int[] charactersBefore = {};

    private record Section(char kind, String name, String tag, int start) {}

    private final int lastOfTwo;
    private final int lastOfThree;

    private TemplateTags(String source) {
        this.source = source;
        this.lastOfTwo = source.lastIndexOf("}}");
        this.lastOfThree = source.lastIndexOf("}}}");
    }

    /**
     * @return the errors, one sentence each, with the tag and its position
     */
    static List<String> errorsIn(String source) {
        TemplateTags tags = new TemplateTags(source);
        tags.read();
        return tags.errors;
    }

    /** The known tags, those of sections included. */
    static Set<MergeTag> tagsIn(String source) {
        TemplateTags tags = new TemplateTags(source);
        tags.read();
        return tags.found;
    }

    private void read() {
        int place = 0;
        int start = source.indexOf("{{");
        while (start >= 0) {
            readText(place, start);
            place = readTag(start);
            start = source.indexOf("{{", place);
        }
        readText(place, source.length());
        open.descendingIterator()
                .forEachRemaining(
                        section ->
                                error(
                                        section.tag(),
                                        section.start(),
                                        "is not closed; end it with {{/%s}}"
                                                .formatted(section.name())));
        guards.unguarded().forEach(it -> error(it.tag(), it.start(), it.detail()));
    }

    private void readText(int start, int end) {
        Matcher name = NAME.matcher(source).region(start, end);
        int place = start;
        while (name.find()) {
            int prefix = beforePrefix(name.start(), place);
            int first = prefix;
            while (first > place && OPENING.indexOf(source.charAt(first - 1)) >= 0) {
                first--;
            }
            int opening = prefix - first;
            int closing = name.end(1) - name.start(1);
            if (closing >= TAG_BRACES || opening >= TAG_BRACES || (opening > 0 && closing > 0)) {
                error(
                        source.substring(first, name.end()).strip(),
                        opening > 0 ? first : name.start(),
                        "is missing a brace: a tag begins with {{ and ends with }}");
            }
            place = name.end();
        }
    }

    /**
     * @return where the white space and the section sign before a name start
     */
    private int beforePrefix(int name, int start) {
        int place = beforeSpace(name, start);
        return place > start && "#^/&".indexOf(source.charAt(place - 1)) >= 0
                ? beforeSpace(place - 1, start)
                : place;
    }

    private int beforeSpace(int end, int start) {
        int place = end;
        while (place > start && Character.isWhitespace(source.charAt(place - 1))) {
            place--;
        }
        return place;
    }

    /**
     * @return where to continue
     */
    private int readTag(int start) {
        String closing = source.startsWith("{{{", start) ? "}}}" : "}}";
        int inside = start + closing.length();
        boolean comment = source.startsWith("!", inside);
        int end = comment ? endOfComment(closing, inside) : endOfName(closing, inside);
        if (end < 0) {
            int next = source.indexOf("{{", inside);
            int stop = next < 0 ? source.length() : next;
            error(source.substring(start, stop), start, "is not closed; end it with " + closing);
            return stop;
        }
        int after = end + closing.length();
        if (!comment && after < source.length() && CLOSING.indexOf(source.charAt(after)) >= 0) {
            error(
                    source.substring(start, after + 1),
                    start,
                    "has an extra brace: end it with %s, and put a space before another brace"
                            .formatted(closing));
        } else if (!comment) {
            read(source.substring(inside, end).strip(), source.substring(start, after), start);
        }
        return after;
    }

    /** Comments may contain braces. An unclosed comment is reported without scanning the rest. */
    private int endOfComment(String closing, int inside) {
        int last = closing.length() == 2 ? lastOfTwo : lastOfThree;
        return last < inside ? -1 : source.indexOf(closing, inside);
    }

    /**
     * The next brace must close the tag, so that the rest is scanned only once.
     *
     * @return -1 when the tag is not closed
     */
    private int endOfName(String closing, int inside) {
        int place = inside;
        while (place < source.length() && "{}".indexOf(source.charAt(place)) < 0) {
            place++;
        }
        return source.startsWith(closing, place) ? place : -1;
    }

    private void read(String content, String tag, int start) {
        char kind = content.isEmpty() ? ' ' : content.charAt(0);
        String name = "#^/&>".indexOf(kind) < 0 ? content : content.substring(1).strip();
        if (name.isEmpty()) {
            error(tag, start, "has no name; known are " + names("{{%s}}", ", "));
            return;
        }
        switch (kind) {
            case '>' ->
                    error(tag, start, "includes a template, but there are no partial templates");
            case '=' -> error(tag, start, "changes the delimiters, which is not supported");
            case '/' -> close(name, tag, start);
            case '#', '^' -> {
                check(name, tag, start);
                open.push(new Section(kind, name, tag, start));
                openNames.merge(name, 1, Integer::sum);
                guards.opened(kind, name);
            }
            default -> {
                check(name, tag, start);
                MergeTag.ofWireName(name).ifPresent(it -> guards.used(it, tag, start));
            }
        }
    }

    private void close(String name, String tag, int start) {
        if (openNames.getOrDefault(name, 0) == 0) {
            error(
                    tag,
                    start,
                    "closes a section that is not open; begin it with {{#%s}}".formatted(name));
            return;
        }
        Section inner = pop();
        while (!inner.name().equals(name)) {
            error(
                    inner.tag(),
                    inner.start(),
                    "is not closed before %s; end it with {{/%s}}"
                            .formatted(quoted(tag), inner.name()));
            inner = pop();
        }
    }

    private Section pop() {
        Section inner = open.pop();
        openNames.merge(inner.name(), -1, Integer::sum);
        guards.closed(inner.kind(), inner.name());
        return inner;
    }

    private void check(String name, String tag, int start) {
        MergeTag.ofWireName(name)
                .ifPresentOrElse(
                        found::add,
                        () ->
                                error(
                                        tag,
                                        start,
                                        "is not known; known are " + names("{{%s}}", ", ")));
    }

    private void error(String tag, int start, String what) {
        errors.add(
                "has the tag %s at character %d, which %s"
                        .formatted(quoted(tag), charactersBefore(start) + 1, what));
    }

    private static String quoted(String tag) {
        return tag.length() > LONGEST_QUOTE ? tag.substring(0, LONGEST_QUOTE) + "…" : tag;
    }

    private int charactersBefore(int place) {
        if (charactersBefore.length == 0) {
            charactersBefore = new int[source.length() + 1];
            for (int at = 0; at < source.length(); at++) {
                boolean half =
                        at > 0
                                && Character.isSurrogatePair(
                                        source.charAt(at - 1), source.charAt(at));
                charactersBefore[at + 1] = charactersBefore[at] + (half ? 0 : 1);
            }
        }
        return charactersBefore[place];
    }

    private static String names(String form, String separator) {
        return Stream.of(MergeTag.values())
                .map(tag -> form.formatted(tag.wireName()))
                .collect(Collectors.joining(separator));
    }
}
