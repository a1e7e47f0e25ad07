package dev.actionflows.lambda.http;

import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The texts of pages in one language, with the values of their placeholders. */
public final class PageTexts {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([a-z]+)}");

    private final String language;
    private final Properties texts;
    private final Map<String, String> values;

    PageTexts(String language, Properties texts, Map<String, String> values) {
        this.language = language;
        this.texts = texts;
        this.values = Map.copyOf(values);
    }

    /** The language (BCP 47). */
    public String language() {
        return language;
    }

    /** The same texts with a value for the placeholder {@code {name}}. */
    public PageTexts with(String name, String value) {
        Map<String, String> more = new TreeMap<>(values);
        more.put(name, value);
        return new PageTexts(language, texts, more);
    }

    /**
     * The text, not escaped.
     *
     * @throws IllegalArgumentException if there is no such text, or no value for a placeholder
     */
    public String text(String key) {
        String text = texts.getProperty(key);
        if (text == null) {
            throw new IllegalArgumentException("no text in " + language + ": " + key);
        }
        return PLACEHOLDER
                .matcher(text)
                .replaceAll(placeholder -> Matcher.quoteReplacement(value(placeholder.group(1))));
    }

    private String value(String name) {
        String value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException("no value of the placeholder: " + name);
        }
        return value;
    }
}
