package dev.actionflows.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** The files of the project's root, which is a parent folder of the module under test. */
public final class ProjectFile {
    private ProjectFile() {}

    /**
     * @param name such as {@code template.yaml}
     */
    public static Path path(String name) {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("openapi.yaml"))) {
            folder = Objects.requireNonNull(folder.getParent(), "no openapi.yaml above");
        }
        return folder.resolve(name);
    }

    /** The complete text. */
    public static String text(String name) {
        try {
            return Files.readString(path(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
