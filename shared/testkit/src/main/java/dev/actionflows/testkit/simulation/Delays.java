package dev.actionflows.testkit.simulation;

import dev.actionflows.domain.run.Run;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How long it takes until a run goes on that is due: from the moment at which a wait is over, or at
 * which an execution is taken for lost, to the moment at which another one is asked for.
 */
final class Delays {
    private final Kernel kernel;
    private final List<Long> delays = new ArrayList<>();
    private Optional<Instant> from = Optional.empty();

    Delays(Kernel kernel) {
        this.kernel = kernel;
    }

    /** From now on: what was due before counts from now. */
    void measureFrom(Instant now) {
        from = Optional.of(now);
    }

    void stop() {
        from = Optional.empty();
    }

    /**
     * @param changedAt when the run was changed before that
     */
    void changed(Run before, Run after, Instant changedAt) {
        Instant now = kernel.now();
        Optional<Instant> due = before.dueAt().filter(it -> !it.isAfter(now));
        boolean goesOn = after.epoch() > before.epoch() || after.hasEnded();
        if (from.isPresent() && due.isPresent() && goesOn) {
            Instant since =
                    Stream.of(due.get(), changedAt, from.get())
                            .max(Comparator.naturalOrder())
                            .orElseThrow();
            delays.add(Duration.between(since, now).toMillis());
        }
    }

    /** In milliseconds, in the order in which they happened. */
    List<Long> all() {
        return delays;
    }
}
