package dev.actionflows.checks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A class that outgrows these limits is split by concept, or the limit is raised here with the
 * reason.
 */
class SizesTest {
    private static final int MAX_MAIN_LINES = 300;
    private static final int MAX_HANDLER_LINES = 60;
    private static final int MAX_TEST_LINES = 600;

    private static List<String> longerThan(int lines, Predicate<String> path) {
        return ProjectFiles.written().stream()
                .filter(file -> file.toString().endsWith(".java"))
                .filter(file -> path.test(file.toString()))
                .filter(file -> lineCount(file) > lines)
                .map(Path::toString)
                .sorted()
                .toList();
    }

    private static long lineCount(Path file) {
        try (Stream<String> lines = Files.lines(ProjectFiles.ROOT.resolve(file))) {
            return lines.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isMain(String path) {
        return path.contains("/src/main/");
    }

    private static boolean isHandler(String path) {
        return isMain(path) && path.startsWith("functions/") && path.endsWith("Handler.java");
    }

    @Test
    void main_classes_are_small() {
        assertThat(longerThan(MAX_MAIN_LINES, SizesTest::isMain)).isEmpty();
    }

    @Test
    void handlers_only_wire_and_delegate() {
        assertThat(longerThan(0, SizesTest::isHandler)).hasSizeGreaterThanOrEqualTo(12);
        assertThat(longerThan(MAX_HANDLER_LINES, SizesTest::isHandler)).isEmpty();
    }

    @Test
    void test_classes_are_of_readable_size() {
        assertThat(longerThan(MAX_TEST_LINES, path -> !isMain(path))).isEmpty();
    }

    @Test
    void there_are_files_to_check() {
        assertThat(longerThan(0, SizesTest::isMain)).hasSizeGreaterThan(300);
        assertThat(longerThan(0, path -> !isMain(path))).hasSizeGreaterThan(150);
    }
}
