package dev.actionflows.checks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Each failure in docs/failures.md has the tests that the document names. */
class FailuresTest {
    private static final int COLUMNS = 6;
    private static final Pattern TEST = Pattern.compile("`(\\w+)\\.(\\w+)`");
    private static final Pattern ALARM = Pattern.compile("\\*([A-Z]\\w+)\\*");
    private static final Pattern TEST_METHOD =
            Pattern.compile(
                    "@(?:Test|ParameterizedTest|RepeatedTest)\\b(?:[^;{}]|\\{[^{};]*\\})*?"
                            + "\\bvoid (\\w+)\\(");
    private static final Pattern TEST_FUNCTION = Pattern.compile("def (test_\\w+)\\(");

    /** The text of every file that may contain tests, by name without extension. */
    private static final Map<String, String> SOURCES = sources();

    /** A failure and all cells of its row. */
    record Failure(String what, List<String> cells) {
        @Override
        public String toString() {
            return what;
        }
    }

    static Stream<Failure> failures() {
        return ProjectFiles.text("docs/failures.md")
                .lines()
                .filter(line -> line.startsWith("| "))
                .map(FailuresTest::cells)
                .filter(cells -> !cells.getFirst().startsWith("---"))
                .filter(cells -> !cells.getFirst().startsWith("what "))
                .map(cells -> new Failure(cells.getFirst(), cells));
    }

    private static List<String> cells(String row) {
        String inner = row.strip().replaceAll("^\\||\\|$", "");
        return Arrays.stream(inner.split("\\|", -1)).map(String::strip).toList();
    }

    @Test
    void there_are_failures_to_check() {
        assertThat(failures()).hasSizeGreaterThan(40);
        assertThat(SOURCES).hasSizeGreaterThan(50);
    }

    @ParameterizedTest
    @MethodSource("failures")
    void all_its_cells_are_filled(Failure failure) {
        assertThat(failure.cells()).hasSize(COLUMNS).allSatisfy(it -> assertThat(it).isNotEmpty());
    }

    @ParameterizedTest
    @MethodSource("failures")
    void it_names_its_tests_and_they_exist(Failure failure) {
        List<String> named =
                TEST.matcher(failure.cells().getLast())
                        .results()
                        .map(match -> match.group(1) + "." + match.group(2))
                        .toList();

        assertThat(named)
                .isNotEmpty()
                .doesNotHaveDuplicates()
                .allSatisfy(test -> assertThat(isTest(test)).isTrue());
    }

    @ParameterizedTest
    @MethodSource("failures")
    void its_alarms_are_documented(Failure failure) {
        String operations = ProjectFiles.text("docs/operations.md");
        assertThat(ALARM.matcher(failure.cells().get(2)).results().map(it -> it.group(1)))
                .filteredOn(name -> !STATES.contains(name))
                .allSatisfy(name -> assertThat(operations).contains("\n### " + name + "\n"));
    }

    /** States of the state machine, which the tables mention in the same notation. */
    private static final List<String> STATES = List.of("Superseded", "Yielded", "Errors");

    private static boolean isTest(String name) {
        String[] parts = name.split("\\.", 2);
        String source = SOURCES.getOrDefault(parts[0], "");
        Pattern pattern = parts[0].endsWith("test") ? TEST_FUNCTION : TEST_METHOD;
        Matcher tests = pattern.matcher(source);
        return tests.results().anyMatch(it -> it.group(1).equals(parts[1]));
    }

    private static Map<String, String> sources() {
        Map<String, String> sources = new TreeMap<>();
        ProjectFiles.written().stream()
                .filter(FailuresTest::mayContainTests)
                .forEach(file -> sources.put(nameOf(file), ProjectFiles.text(file.toString())));
        return sources;
    }

    private static boolean mayContainTests(Path file) {
        String name = String.valueOf(file.getFileName());
        return name.endsWith("Test.java")
                || name.endsWith("IT.java")
                || name.endsWith("Contract.java")
                || name.endsWith("test.py");
    }

    private static String nameOf(Path file) {
        return String.valueOf(file.getFileName()).replaceAll("\\.(java|py)$", "");
    }
}
