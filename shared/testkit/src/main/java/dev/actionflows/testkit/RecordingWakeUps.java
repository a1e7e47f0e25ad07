package dev.actionflows.testkit;

import dev.actionflows.domain.run.DueRuns;
import dev.actionflows.domain.run.RunKey;
import dev.actionflows.domain.run.WakeUp;
import dev.actionflows.domain.run.WakeUps;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;

/** A queue of wake-ups. */
public final class RecordingWakeUps implements WakeUps {
    private final Queue<WakeUp.RequirementMet> queue = new ArrayDeque<>();
    private final List<RunKey> due = new ArrayList<>();

    @Override
    public synchronized void send(WakeUp.RequirementMet wakeUp) {
        queue.add(wakeUp);
    }

    @Override
    public synchronized int sendDue(List<DueRuns.Entry> runs, Instant now) {
        runs.forEach(entry -> due.add(entry.run()));
        return runs.size();
    }

    /** Takes the oldest one about a requirement. */
    public synchronized Optional<WakeUp.RequirementMet> take() {
        return Optional.ofNullable(queue.poll());
    }

    /** The runs that were sent as due, in order. */
    public synchronized List<RunKey> due() {
        return List.copyOf(due);
    }
}
