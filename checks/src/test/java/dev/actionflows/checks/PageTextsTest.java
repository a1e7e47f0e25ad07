package dev.actionflows.checks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The texts of pages exist in every language, with the same placeholders. */
class PageTextsTest {
    private static final Set<String> LANGUAGES = Set.of("en", "es", "de", "fr", "pt", "ja");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{[a-z]+}");

    /** Texts that are the same in English. */
    private static final Set<String> SAME_AS_ENGLISH =
            Set.of(
                    // the project's own words
                    "offer.text.text",
                    "offer.email.text",
                    // the name of what a page is about
                    "title",
                    "agree.version",
                    "de code.label",
                    "fr code.label",
                    "de app-browser.link",
                    "pt app-browser.link");

    /**
     * The texts that fans agree to, by version. Add a line for a new version, and never change one:
     * agreements refer to it.
     */
    private static final Map<String, String> WORDINGS =
            Map.of("1", "b9d6da44b5233dbf20b2c564d814263e088b31f83eccc13a08701d10d14f4f0d");

    static List<Path> folders() {
        return ProjectFiles.written().stream()
                .filter(it -> it.startsWith("functions"))
                .flatMap(it -> Stream.ofNullable(it.getParent()))
                .filter(it -> it.endsWith("texts"))
                .filter(it -> it.toString().contains("src/main/resources"))
                .distinct()
                .sorted()
                .map(ProjectFiles.ROOT::resolve)
                .toList();
    }

    @Test
    void five_functions_have_pages() {
        assertThat(folders()).hasSize(5);
    }

    @ParameterizedTest
    @MethodSource("folders")
    void every_text_exists_in_every_language_with_the_same_placeholders(Path folder)
            throws IOException {
        Properties english = texts(folder, "en");
        assertThat(languages(folder)).isEqualTo(LANGUAGES);
        for (String language : LANGUAGES) {
            Properties texts = texts(folder, language);
            assertThat(texts.stringPropertyNames())
                    .as(language)
                    .isEqualTo(english.stringPropertyNames());
            for (String key : english.stringPropertyNames()) {
                String text = texts.getProperty(key);
                assertThat(text).as("%s in %s", key, language).isNotBlank();
                assertThat(text).as("%s in %s", key, language).isEqualTo(text.strip());
                assertThat(placeholders(text))
                        .as("%s in %s", key, language)
                        .isEqualTo(placeholders(english.getProperty(key)));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("folders")
    void no_text_was_left_in_english(Path folder) throws IOException {
        Properties english = texts(folder, "en");
        for (String language : LANGUAGES) {
            Properties texts = texts(folder, language);
            for (String key : english.stringPropertyNames()) {
                if (!language.equals("en")
                        && !SAME_AS_ENGLISH.contains(key)
                        && !SAME_AS_ENGLISH.contains(language + " " + key)) {
                    assertThat(texts.getProperty(key))
                            .as("%s in %s", key, language)
                            .isNotEqualTo(english.getProperty(key));
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("folders")
    void every_file_begins_with_its_tone(Path folder) throws IOException {
        for (String language : LANGUAGES) {
            assertThat(Files.readAllLines(file(folder, language)).getFirst())
                    .as("%s in %s", language, folder)
                    .matches("# \\S.*(Tone|Ton|Tono|Tom|文体).*");
        }
    }

    @Test
    void a_changed_agreement_has_a_new_version() throws IOException {
        Path folder =
                folders().stream()
                        .filter(it -> it.toString().contains("streamingconnect"))
                        .findFirst()
                        .orElseThrow();
        TreeMap<String, String> agreements = new TreeMap<>();
        TreeSet<String> versions = new TreeSet<>();
        for (String language : LANGUAGES) {
            Properties texts = texts(folder, language);
            versions.add(texts.getProperty("agree.version"));
            texts.stringPropertyNames().stream()
                    .filter(key -> key.startsWith("agree."))
                    .forEach(key -> agreements.put(language + " " + key, texts.getProperty(key)));
        }
        assertThat(versions).hasSize(1);
        assertThat(WORDINGS).containsEntry(versions.first(), digest(agreements.toString()));
    }

    private static String digest(String text) {
        try {
            return HexFormat.of()
                    .formatHex(
                            MessageDigest.getInstance("SHA-256")
                                    .digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Set<String> languages(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(it -> String.valueOf(it.getFileName()).replace(".properties", ""))
                    .collect(Collectors.toSet());
        }
    }

    private static Set<String> placeholders(String text) {
        return PLACEHOLDER
                .matcher(text)
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toSet());
    }

    private static Path file(Path folder, String language) {
        return folder.resolve(language + ".properties");
    }

    private static Properties texts(Path folder, String language) throws IOException {
        Properties texts = new Properties();
        texts.load(new StringReader(Files.readString(file(folder, language))));
        return texts;
    }
}
