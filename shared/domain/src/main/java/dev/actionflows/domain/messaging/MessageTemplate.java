package dev.actionflows.domain.messaging;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.MustacheException;

import dev.actionflows.domain.document.Text;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

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
        Map<MergeTag, String> all = new EnumMap<>(MergeTag.class);
        for (MergeTag tag : MergeTag.values()) {
            all.put(tag, "value");
        }
        return template.renderAll(all).stream().allMatch(Text::isBlank);
    }

    /** The tags in it, sections included. */
    public Set<MergeTag> tags() {
        return TemplateTags.tagsIn(source);
    }

    /**
     * Whether a tag may be in it. Faster than {@link #tags}, but also true if the tag's name is
     * plain text.
     */
    public boolean mayHave(MergeTag tag) {
        return source.contains(tag.wireName());
    }

    /**
     * @param values the tags that have a value for this fan
     * @return the text, without the leading and trailing white space that an absent tag leaves
     */
    public String render(Map<MergeTag, String> values) {
        Map<String, String> marks = new HashMap<>();
        values.forEach(
                (tag, value) ->
                        marks.put(tag.wireName(), value.isEmpty() ? "" : ValueMarks.of(tag)));
        return ValueMarks.replaced(Engine.COMPILER.compile(source).execute(marks), values).strip();
    }

    /**
     * Every text that the template can become: one for each combination of the tags in it that may
     * be absent.
     *
     * @param values a value for each tag that some fan of the flow has
     */
    public List<String> renderAll(Map<MergeTag, String> values) {
        List<Map<MergeTag, String>> combinations = new ArrayList<>(List.of(values));
        for (MergeTag tag : tags()) {
            if (tag.mayBeAbsent() && values.containsKey(tag)) {
                for (Map<MergeTag, String> with : List.copyOf(combinations)) {
                    Map<MergeTag, String> without = new EnumMap<>(with);
                    without.remove(tag);
                    combinations.add(without);
                }
            }
        }
        return combinations.stream().map(this::render).toList();
    }
}
