package dev.actionflows.lambda;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;

/**
 * The time of the machine, ahead by as much as a file says. It is first on the class path of the
 * functions in the demo's local cloud, so that they use it in place of the class of this name in
 * {@code shared/lambda}. The file is read each time: all processes move at once.
 */
final class SystemClock {
    private static final String FILE = "LOCAL_CLOCK_FILE";

    private SystemClock() {}

    static InstantSource clock() {
        return ahead(
                InstantSource.system(),
                Path.of(Objects.requireNonNull(System.getenv(FILE), FILE + " is not set")));
    }

    /**
     * @param file an ISO 8601 duration such as {@code PT336H}
     */
    static InstantSource ahead(InstantSource machine, Path file) {
        return () -> machine.instant().plus(read(file));
    }

    private static Duration read(Path file) {
        try {
            return Duration.parse(Files.readString(file).strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
