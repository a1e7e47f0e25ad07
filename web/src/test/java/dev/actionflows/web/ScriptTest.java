package dev.actionflows.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.zip.GZIPOutputStream;

class ScriptTest {
    private static final Path EMBED =
            Path.of(Objects.requireNonNull(System.getProperty("project.root")), "web", "embed");

    // May only be lowered.
    private static final int MAX_BYTES = 17_000;
    private static final int MAX_COMPRESSED_BYTES = 6_000;

    private final byte[] script = read("action-flows.js");

    @Test
    void it_is_small() throws IOException {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
            gzip.write(script);
        }

        assertThat(script.length).isBetween(1_000, MAX_BYTES);
        assertThat(compressed.size()).isLessThanOrEqualTo(MAX_COMPRESSED_BYTES);
    }

    @Test
    void it_turns_no_text_into_code_or_markup_and_loads_nothing() {
        assertThat(new String(script, StandardCharsets.UTF_8))
                .doesNotContain(
                        "eval(",
                        "Function(",
                        "innerHTML",
                        "outerHTML",
                        "insertAdjacentHTML",
                        "document.write",
                        "import(",
                        ".style.",
                        "localStorage",
                        "cookie");
    }

    @Test
    void the_page_checks_no_box_and_runs_nothing_inline() {
        assertThat(new String(read("index.html"), StandardCharsets.UTF_8))
                .doesNotContain(" checked", "style=", "onclick", "<style")
                .containsOnlyOnce("<script");
    }

    private static byte[] read(String name) {
        try {
            return Files.readAllBytes(EMBED.resolve(name));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
