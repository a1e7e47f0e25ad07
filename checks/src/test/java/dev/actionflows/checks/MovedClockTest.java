package dev.actionflows.checks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.lambda.SystemSources;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;

/** The clock that takes the place of the real one in the demo's local cloud. */
class MovedClockTest {
    private static final Path MOVED = ProjectFiles.ROOT.resolve("local/moved-clock/target/classes");

    /** Prints the time of the functions. */
    static final class Printer {
        private Printer() {}

        @SuppressWarnings("SystemOut") // the test reads it
        public static void main(String... arguments) {
            System.out.print(SystemSources.clock().instant());
        }
    }

    @Test
    void functions_that_have_it_first_on_their_class_path_are_as_far_ahead_as_the_file_says(
            @TempDir Path folder) throws IOException, InterruptedException {
        assertThat(MOVED).exists();
        Path file = Files.writeString(folder.resolve("clock"), "PT336H");
        ProcessBuilder java =
                new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        MOVED + File.pathSeparator + System.getProperty("java.class.path"),
                        Printer.class.getName());
        java.environment().put("LOCAL_CLOCK_FILE", file.toString());
        java.redirectError(ProcessBuilder.Redirect.INHERIT);
        Process process = java.start();
        String printed =
                new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).isZero();
        assertThat(Duration.between(Instant.now(), Instant.parse(printed)))
                .isBetween(Duration.ofDays(14).minusMinutes(5), Duration.ofDays(14));
        assertThat(Instant.parse(printed))
                .isEqualTo(Instant.parse(printed).truncatedTo(ChronoUnit.MILLIS));
    }

    @Test
    void without_it_they_have_the_machines_clock() {
        assertThat(Duration.between(SystemSources.clock().instant(), Instant.now()))
                .isLessThan(Duration.ofMinutes(5));
        assertThat(Objects.requireNonNull(SystemSources.class.getResource("SystemClock.class")))
                .asString()
                .doesNotContain("moved-clock");
    }
}
