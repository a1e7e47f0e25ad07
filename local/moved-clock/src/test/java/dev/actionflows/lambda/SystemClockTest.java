package dev.actionflows.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;

class SystemClockTest {
    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");

    @Test
    void the_clock_is_the_machines_until_the_file_says_more(@TempDir Path folder)
            throws IOException {
        Path file = Files.writeString(folder.resolve("clock"), "PT0S");
        InstantSource clock = SystemClock.ahead(InstantSource.fixed(NOW), file);
        assertThat(clock.instant()).isEqualTo(NOW);

        Files.writeString(file, "PT336H\n");
        assertThat(clock.instant()).isEqualTo(Instant.parse("2026-12-04T12:00:00Z"));

        Files.writeString(file, "PT337H");
        assertThat(clock.instant()).isEqualTo(Instant.parse("2026-12-04T13:00:00Z"));
    }

    @Test
    void a_file_that_is_no_duration_is_an_error_instead_of_no_movement(@TempDir Path folder)
            throws IOException {
        Path file = Files.writeString(folder.resolve("clock"), "two weeks");
        InstantSource clock = SystemClock.ahead(InstantSource.fixed(NOW), file);
        assertThatThrownBy(clock::instant).isInstanceOf(DateTimeParseException.class);
    }
}
