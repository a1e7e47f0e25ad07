package dev.actionflows.simulator;

import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.run.RunKey;
import dev.actionflows.domain.run.RunStep;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Records when each run was last changed, and how long due runs took to continue. */
final class RunChanges {
    private final Kernel kernel;
    private final UnreadableRuns unreadable;
    private final Delays delays;
    private final HoursCheck hours;
    private final LimitsCheck limits;
    private final Map<RunKey, Instant> changedAt = new HashMap<>();

    RunChanges(
            Kernel kernel,
            UnreadableRuns unreadable,
            Delays delays,
            HoursCheck hours,
            LimitsCheck limits) {
        this.kernel = kernel;
        this.unreadable = unreadable;
        this.delays = delays;
        this.hours = hours;
        this.limits = limits;
    }

    /** The time at which the run was last changed, or started. */
    Instant changedAt(Run run) {
        return changedAt.getOrDefault(run.key(), run.startedAt());
    }

    void changed(Run before, Run after) {
        if (unreadable.excusedUntil(before).isEmpty()) {
            delays.changed(before, after, changedAt(before));
        }
        changedAt.put(after.key(), kernel.now());
        after.steps().forEach(step -> hours.recorded(after, step, kernel.now()));
        for (int index = 0; index < after.steps().size(); index++) {
            if (!after.step(index).outcome().equals(before.step(index).outcome())) {
                limits.recorded(after, after.step(index));
            }
        }
        List<String> steps = after.steps().stream().map(RunChanges::text).toList();
        kernel.note(
                "%s %s epoch %d due %s: %s"
                        .formatted(
                                after.key().run(),
                                after.status(),
                                after.epoch(),
                                after.dueAt(),
                                steps));
    }

    private static String text(RunStep step) {
        String outcome = step.outcome().map(Object::toString).orElse("open");
        return outcome + step.claim().map(claim -> " claimed " + claim.token()).orElse("");
    }
}
