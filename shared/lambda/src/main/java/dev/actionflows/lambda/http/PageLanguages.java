package dev.actionflows.lambda.http;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The texts of a function's pages in each language: the files {@code texts/<language>.properties}
 * in the package of the pages, in UTF-8. A file is read when a fan first needs it.
 */
public final class PageLanguages {
    /** Browsers send far less; longer ones take long to match. */
    private static final int MAX_HEADER_LENGTH = 500;

    /** The languages of all pages (BCP 47). The first one is used if the browser wants no other. */
    public static final List<String> ALL = List.of("en", "es", "de", "fr", "pt", "ja");

    private final Class<?> pages;
    private final Map<String, Properties> files = new ConcurrentHashMap<>();

    /**
     * @param pages the class in whose package the files are
     */
    public PageLanguages(Class<?> pages) {
        this.pages = pages;
    }

    /** The texts in the language that the browser prefers (RFC 9110, section 12.5.4). */
    public PageTexts preferredBy(HttpRequest request) {
        return in(
                request.header("Accept-Language").map(PageLanguages::best).orElse(ALL.getFirst()));
    }

    /**
     * @param language one of {@link #ALL}
     */
    public PageTexts in(String language) {
        return new PageTexts(language, files.computeIfAbsent(language, this::read), Map.of());
    }

    /** A header that is no list of languages is ignored, as the RFC permits. */
    private static String best(String header) {
        if (header.length() > MAX_HEADER_LENGTH) {
            return ALL.getFirst();
        }
        try {
            String tag = Locale.lookupTag(Locale.LanguageRange.parse(header), ALL);
            return tag == null ? ALL.getFirst() : tag;
        } catch (IllegalArgumentException e) {
            return ALL.getFirst();
        }
    }

    private Properties read(String language) {
        String name = "texts/" + language + ".properties";
        try (Reader reader =
                new InputStreamReader(
                        Objects.requireNonNull(pages.getResourceAsStream(name), name),
                        StandardCharsets.UTF_8)) {
            Properties texts = new Properties();
            texts.load(reader);
            return texts;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
