package dev.actionflows.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Parses the output of {@code -Xlog:class+load}: one line per class, with its source. */
final class Classes {
    private Classes() {}

    static int count(Path log) {
        try (Stream<String> lines = Files.lines(log)) {
            return (int) lines.filter(line -> line.contains(" source: ")).count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
