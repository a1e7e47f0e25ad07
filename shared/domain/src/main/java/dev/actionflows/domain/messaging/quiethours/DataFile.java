package dev.actionflows.domain.messaging.quiethours;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A text of tab-separated rows. Its first row is {@code version} and the version of the data; lines
 * that start with a number sign are comments.
 */
record DataFile(String version, List<List<String>> rows) {
    private static final String VERSION = "version\t";

    /** The text of a resource. */
    static String read(String resource) {
        try (InputStream stream =
                Objects.requireNonNull(DataFile.class.getResourceAsStream(resource), resource)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Splits a text into rows.
     *
     * @throws IllegalArgumentException if it does not start with a version
     */
    static DataFile parse(String text) {
        List<String> lines =
                text.lines().filter(line -> !line.isBlank() && !line.startsWith("#")).toList();
        if (lines.isEmpty() || !lines.getFirst().startsWith(VERSION)) {
            throw new IllegalArgumentException("data without a version");
        }
        List<List<String>> rows = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            rows.add(List.of(line.split("\t", -1)));
        }
        return new DataFile(lines.getFirst().substring(VERSION.length()), rows);
    }
}
