package dev.actionflows.domain.messaging;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads the tags of a template strictly. A lenient reader would send a tag as it stands to fans
 * when a brace of it is missing.
 */
final class TemplateTags {
    /** A known tag that has lost its first brace, or both. Other braces are text. */
    private static final Pattern HALF_TAG =
            Pattern.compile(
                    "\\{?\\s*[#^/&]?\\s*(?<![a-z_])(?:%s)\\s*\\}\\}".formatted(names("%s", "|")));

    private static final int LONGEST_QUOTE = 40;

    private final String source;
    private final List<String> errors = new ArrayList<>();
    private final Deque<Section> open = new ArrayDeque<>();

    private record Section(String name, String tag, int start) {}

    private TemplateTags(String source) {
        this.source = source;
    }

    /**
     * @return what is wrong, one sentence each, which names the tag and its place
     */
    static List<String> errorsIn(String source) {
        TemplateTags tags = new TemplateTags(source);
        tags.read();
        return tags.errors;
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
    }

    private void readText(int start, int end) {
        Matcher half = HALF_TAG.matcher(source).region(start, end);
        while (half.find()) {
            error(half.group(), half.start(), "has lost a brace: a tag begins with {{");
        }
    }

    /**
     * @return where to read on
     */
    private int readTag(int start) {
        String closing = source.startsWith("{{{", start) ? "}}}" : "}}";
        int inside = start + closing.length();
        int end = source.indexOf(closing, inside);
        String content = end < 0 ? source.substring(inside) : source.substring(inside, end);
        boolean comment = content.startsWith("!");
        if (end < 0 || (!comment && (content.contains("{") || content.contains("}")))) {
            int next = source.indexOf("{{", inside);
            int stop = next < 0 ? source.length() : next;
            error(source.substring(start, stop), start, "is not closed; end it with " + closing);
            return stop;
        }
        int after = end + closing.length();
        if (!comment) {
            read(content.strip(), source.substring(start, after), start);
        }
        return after;
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
            case '=' -> error(tag, start, "changes the braces, which is not possible here");
            case '/' -> close(name, tag, start);
            case '#', '^' -> {
                check(name, tag, start);
                open.push(new Section(name, tag, start));
            }
            default -> check(name, tag, start);
        }
    }

    private void close(String name, String tag, int start) {
        if (open.stream().noneMatch(section -> section.name().equals(name))) {
            error(
                    tag,
                    start,
                    "closes what nothing has opened; begin it with {{#%s}}".formatted(name));
            return;
        }
        Section inner = open.pop();
        while (!inner.name().equals(name)) {
            error(
                    inner.tag(),
                    inner.start(),
                    "is not closed before %s; end it with {{/%s}}".formatted(tag, inner.name()));
            inner = open.pop();
        }
    }

    private void check(String name, String tag, int start) {
        if (MergeTag.ofWireName(name).isEmpty()) {
            error(tag, start, "is not known; known are " + names("{{%s}}", ", "));
        }
    }

    private void error(String tag, int start, String what) {
        int end = Math.min(tag.length(), LONGEST_QUOTE);
        String quote = tag.length() > end ? tag.substring(0, end) + "…" : tag;
        errors.add(
                "has the tag %s at character %d, which %s"
                        .formatted(quote, source.codePointCount(0, start) + 1, what));
    }

    private static String names(String form, String separator) {
        return Stream.of(MergeTag.values())
                .map(tag -> form.formatted(tag.wireName()))
                .collect(Collectors.joining(separator));
    }
}
