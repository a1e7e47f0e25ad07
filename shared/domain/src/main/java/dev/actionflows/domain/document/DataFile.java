package dev.actionflows.domain.document;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A text of tab-separated rows. One row is {@code version} and the version of the data; lines that
 * start with a number sign are comments.
 */
public record DataFile(String version, List<List<String>> rows) {
    private static final String VERSION = "version\t";

    /** The text of a resource. */
    public static String read(String resource) {
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
     * @throws IllegalArgumentException if it has no version
     */
    public static DataFile parse(String text) {
        List<List<String>> rows = new ArrayList<>();
        String version = "";
        for (String line : text.split("\n", -1)) {
            if (line.startsWith(VERSION)) {
                version = line.substring(VERSION.length());
            } else if (!line.isBlank() && !line.startsWith("#")) {
                rows.add(List.of(line.split("\t", -1)));
            }
        }
        if (version.isEmpty()) {
            throw new IllegalArgumentException("data without a version");
        }
        return new DataFile(version, rows);
    }
}
