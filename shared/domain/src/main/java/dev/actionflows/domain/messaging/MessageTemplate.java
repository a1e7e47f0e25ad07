package dev.actionflows.domain.messaging;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.MustacheException;

import dev.actionflows.domain.document.Text;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A message text with Mustache tags, <code>{{connect_link}}</code>, and sections that appear only
 * when their tag has a value: <code> {{#connect_link}} Connect:
 * {{connect_link}}{{/connect_link}}</code>.
 */
public record MessageTemplate(String source) {
    /** A class of its own, so that functions that only read flows load no template engine. */
    private static final class Engine {
        static final Mustache.Compiler COMPILER =
                Mustache.compiler().escapeHTML(false).defaultValue("").emptyStringIsFalse(true);
    }

    /**
     * @return the template's errors, one sentence each; empty when it can be rendered to a
     *     non-blank text
     */
    public static List<String> errorsIn(String source) {
        List<String> errors = TemplateTags.errorsIn(source);
        if (!errors.isEmpty()) {
            return errors;
        }
        try {
            return isAlwaysBlank(new MessageTemplate(source))
                    ? List.of("is always blank, regardless of the values of its tags")
                    : List.of();
        } catch (MustacheException e) {
            return List.of("is not a valid Mustache template: " + e.getMessage());
        }
    }

    private static boolean isAlwaysBlank(MessageTemplate template) {
        return Stream.of(
                        Map.of(MergeTag.PROJECT_NAME, "name"),
                        Map.of(MergeTag.PROJECT_NAME, "name", MergeTag.CONNECT_LINK, "link"))
                .map(template::render)
                .allMatch(Text::isBlank);
    }

    /**
     * @param values the tags that have a value for this fan
     * @return the text, without the leading and trailing white space that an absent tag leaves
     */
    public String render(Map<MergeTag, String> values) {
        Map<String, String> byName =
                values.entrySet().stream()
                        .collect(
                                Collectors.toMap(
                                        entry -> entry.getKey().wireName(), Map.Entry::getValue));
        return Engine.COMPILER.compile(source).execute(byName).strip();
    }
}
