package dev.actionflows.domain.messaging;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.MustacheException;
import com.samskivert.mustache.Template;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The text of a message with Mustache tags: <code>{{connect_link}}</code>, and sections that appear
 * only when their tag has a value: <code>
 * {{#connect_link}} Connect: {{connect_link}}{{/connect_link}}</code>.
 */
public record MessageTemplate(String source) {
    private static final Mustache.Compiler COMPILER =
            Mustache.compiler().escapeHTML(false).defaultValue("").emptyStringIsFalse(true);

    /**
     * @return what is wrong with the template, one sentence each; empty when it can be rendered
     */
    public static List<String> errorsIn(String source) {
        Template template;
        try {
            template = COMPILER.compile(source);
        } catch (MustacheException e) {
            return List.of("is not a valid Mustache template: " + e.getMessage());
        }
        List<String> errors = new ArrayList<>();
        template.visit(new TagVisitor(errors));
        return errors;
    }

    /**
     * @param values the tags that have a value for this fan
     * @return the text, without the white space that an absent tag leaves at its ends
     */
    public String render(Map<MergeTag, String> values) {
        Map<String, String> byName =
                values.entrySet().stream()
                        .collect(
                                Collectors.toMap(
                                        entry -> entry.getKey().wireName(), Map.Entry::getValue));
        return COMPILER.compile(source).execute(byName).strip();
    }

    /** Finds tags that do not exist. */
    private record TagVisitor(List<String> errors) implements Mustache.Visitor {
        @Override
        public void visitText(String text) {}

        @Override
        public void visitVariable(String name) {
            check(name);
        }

        @Override
        public boolean visitInclude(String name) {
            errors.add("includes {{>" + name + "}}, but there are no partial templates");
            return false;
        }

        @Override
        public boolean visitSection(String name) {
            check(name);
            return true;
        }

        @Override
        public boolean visitInvertedSection(String name) {
            check(name);
            return true;
        }

        private void check(String name) {
            if (MergeTag.ofWireName(name).isEmpty()) {
                errors.add(
                        "has the unknown tag {{%s}}; known are %s"
                                .formatted(
                                        name,
                                        Stream.of(MergeTag.values())
                                                .map(tag -> "{{" + tag.wireName() + "}}")
                                                .collect(Collectors.joining(", "))));
            }
        }
    }
}
