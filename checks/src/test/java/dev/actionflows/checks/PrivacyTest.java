package dev.actionflows.checks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** docs/privacy.md says of every kind of item what it holds and how long it is kept. */
class PrivacyTest {
    private static final String SOURCES = "shared/aws/src/main/java/dev/actionflows/aws/";

    /** The beginning of a partition key, up to the first id. */
    private static final Pattern PARTITION =
            Pattern.compile("(?:new Key\\(\\s*|return )\"([A-Z]+#|DEPLOYMENT)");

    /** The sort keys of the items in a project's partition. */
    private static final Pattern IN_PROJECT =
            Pattern.compile("inProject\\(\\s*project,\\s*(?:\"([A-Z_]+#?)\"|([A-Z_]+_PREFIX))");

    private static final Pattern PREFIX =
            Pattern.compile("String ([A-Z_]+_PREFIX) = \"([A-Z_]+#)\"");

    private static final String KEYS =
            Stream.of(
                            "Key",
                            "FanListKeys",
                            "ExpiringKeys",
                            "JobKeys",
                            "UsageKeys",
                            "WatchKeys",
                            "AgreementItem",
                            "ReleaseDayItem")
                    .map(name -> ProjectFiles.text(SOURCES + name + ".java"))
                    .collect(Collectors.joining());

    private static final String DOCUMENT = ProjectFiles.text("docs/privacy.md");

    private static Stream<MatchResult> matches(Pattern pattern) {
        return pattern.matcher(KEYS).results();
    }

    @Test
    void every_partition_of_the_table_is_described() {
        Set<String> partitions =
                matches(PARTITION)
                        .map(it -> it.group(1))
                        .collect(Collectors.toCollection(TreeSet::new));

        assertThat(partitions).hasSizeGreaterThan(20).contains("F#", "R#", "Z#", "DEPLOYMENT");
        assertThat(partitions)
                .allSatisfy(
                        partition ->
                                assertThat(DOCUMENT)
                                        .contains(
                                                partition.endsWith("#")
                                                        ? "`" + partition + "…`"
                                                        : "`" + partition + "`"));
        assertThat(KEYS).contains("\"WATCHED_ARTISTS\"");
        assertThat(DOCUMENT).contains("`WATCHED_ARTISTS`");
    }

    @Test
    void every_kind_of_item_of_a_project_is_described() {
        Set<String> kinds =
                matches(IN_PROJECT)
                        .map(it -> it.group(1) == null ? prefix(it.group(2)) : it.group(1))
                        .collect(Collectors.toCollection(TreeSet::new));

        assertThat(kinds).hasSizeGreaterThan(8).contains("PROJECT", "FLOW#", "SEGMENT#");
        assertThat(kinds)
                .allSatisfy(
                        kind ->
                                assertThat(DOCUMENT)
                                        .contains(
                                                "`P#…` `"
                                                        + (kind.endsWith("#") ? kind + "…" : kind)
                                                        + "`"));
    }

    private static String prefix(String constant) {
        return matches(PREFIX)
                .filter(it -> it.group(1).equals(constant))
                .map(it -> it.group(2))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void every_row_says_how_long_and_how_it_is_erased() {
        assertThat(DOCUMENT.lines().filter(line -> line.startsWith("| `")))
                .hasSizeGreaterThan(15)
                .allSatisfy(
                        row -> {
                            String[] cells = row.split("\\|", -1);
                            assertThat(cells).hasSize(6);
                            assertThat(cells[3].strip()).isNotEmpty();
                            assertThat(cells[4].strip()).isNotEmpty();
                        });
    }
}
