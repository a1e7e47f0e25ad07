package dev.actionflows.domain.messaging;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * Marks where a template's values go. Only what surrounds a value tells whether it is text, or part
 * of a web address and has to be escaped.
 */
final class ValueMarks {
    /** The first of Unicode's 32 noncharacters for internal use: no text contains them. */
    private static final char FIRST = '\uFDD0';

    private static final List<MergeTag> TAGS = List.of(MergeTag.values());

    private ValueMarks() {}

    /** What stands for the value of a tag. */
    static String of(MergeTag tag) {
        return Character.toString(FIRST + TAGS.indexOf(tag));
    }

    /**
     * @param marked a text with marks; those without a value are removed
     */
    static String replaced(String marked, Map<MergeTag, String> values) {
        StringBuilder text = new StringBuilder();
        int wordStart = 0;
        for (int index = 0; index < marked.length(); index++) {
            char character = marked.charAt(index);
            int tag = character - FIRST;
            if (tag < 0 || tag >= TAGS.size()) {
                text.append(character);
                wordStart = Character.isWhitespace(character) ? text.length() : wordStart;
            } else {
                String value = values.getOrDefault(TAGS.get(tag), "");
                boolean inAddress = text.indexOf("://", wordStart) >= 0;
                text.append(inAddress ? escaped(value) : value);
            }
        }
        return text.toString();
    }

    /** As part of a path or a query (RFC 3986, section 2.1). */
    private static String escaped(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
