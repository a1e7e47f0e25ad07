package dev.actionflows.checks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FormatTest {
    @Test
    void every_source_is_formatted() throws Exception {
        assertThat(SourceFormat.sources(ProjectFiles.ROOT)).hasSizeGreaterThan(100);
        assertThat(SourceFormat.check(ProjectFiles.ROOT)).as("run: make format").isEmpty();
    }
}
