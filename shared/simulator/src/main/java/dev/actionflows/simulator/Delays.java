package dev.actionflows.simulator;

import dev.actionflows.domain.run.Run;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The time until a due run continues: from the end of its wait, or the time at which its execution
 * counts as lost, to the start of another execution.
 */
final class Delays {
    private final Kernel kernel;
    private final List<Long> delays = new ArrayList<>();
    private Optional<Instant> from = Optional.empty();

    Delays(Kernel kernel) {
        this.kernel = kernel;
    }

    /** Starts the measurement: what was due before counts from now. */
    void measureFrom(Instant now) {
        from = Optional.of(now);
    }

    void stop() {
        from = Optional.empty();
    }

    /**
     * @param changedAt the previous change of the run
     */
    void changed(Run before, Run after, Instant changedAt) {
        Instant now = kernel.now();
        Optional<Instant> due = before.dueAt().filter(it -> !it.isAfter(now));
        boolean continues = after.epoch() > before.epoch() || after.hasEnded();
        if (from.isPresent() && due.isPresent() && continues) {
            Instant since =
                    Stream.of(due.get(), changedAt, from.get())
                            .max(Comparator.naturalOrder())
                            .orElseThrow();
            delays.add(Duration.between(since, now).toMillis());
        }
    }

    /** In milliseconds, in order of occurrence. */
    List<Long> all() {
        return delays;
    }
}
