package dev.actionflows.domain.messaging;

import dev.actionflows.domain.messaging.ReservedWords.Meaning;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A fan's reply in {@code replies/<language>.tsv} or {@code replies/holdout/<language>.tsv}.
 *
 * @param label what the fan means
 * @param isHeldOut whether it is in {@code holdout}
 */
record Reply(String language, Meaning label, Source source, boolean isHeldOut, String text) {
    enum Source {
        /** A word that a regulator, a carrier or a provider requires, in a usual form. */
        REGULATOR,
        /** Any other words for it. */
        WORDING,
        /** Neither STOP nor START nor HELP. */
        OTHER
    }

    private static final List<String> LANGUAGES =
            List.of("en", "es", "fr", "de", "pt", "it", "nl", "pl", "sv", "ja");

    private static final Pattern ESCAPED = Pattern.compile("\\\\(?:u([0-9a-f]{4})|n)");

    static List<Reply> all() {
        return LANGUAGES.stream()
                .flatMap(it -> Stream.concat(read(it, "", false), read(it, "holdout/", true)))
                .toList();
    }

    Meaning recognized() {
        return ReservedWords.meaningOf(text);
    }

    boolean isRecognized() {
        return recognized() == label;
    }

    private static Stream<Reply> read(String language, String folder, boolean heldOut) {
        String name = "/replies/" + folder + language + ".tsv";
        try (InputStream file = Reply.class.getResourceAsStream(name)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8)
                            .lines()
                            .skip(1)
                            .map(line -> line.split("\t", 3))
                            .map(
                                    parts ->
                                            new Reply(
                                                    language,
                                                    parts[0].equals("OTHER")
                                                            ? Meaning.NONE
                                                            : Meaning.valueOf(parts[0]),
                                                    Source.valueOf(
                                                            parts[1].toUpperCase(Locale.ROOT)),
                                                    heldOut,
                                                    unescaped(parts[2])))
                            .toList()
                            .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String unescaped(String text) {
        return ESCAPED.matcher(text)
                .replaceAll(
                        match ->
                                match.group(1) == null
                                        ? "\n"
                                        : Character.toString(Integer.parseInt(match.group(1), 16)));
    }
}
