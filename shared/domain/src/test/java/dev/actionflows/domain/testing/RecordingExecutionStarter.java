package dev.actionflows.domain.testing;

import dev.actionflows.domain.run.ExecutionStarter;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.run.RunObserver;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Records the requested executions; {@link #refuse} simulates throttling. */
public final class RecordingExecutionStarter implements ExecutionStarter {
    private final List<Run> started = new ArrayList<>();
    private final Set<Run> countedStarts = new HashSet<>();
    private final RunObserver observer;
    private boolean refusing;

    public RecordingExecutionStarter(RunObserver observer) {
        this.observer = observer;
    }

    @Override
    public synchronized boolean start(Run run, boolean counted) {
        if (refusing) {
            observer.startRefused(run, new IllegalStateException("configured to refuse"));
            return false;
        }
        started.add(run);
        if (counted) {
            countedStarts.add(run);
        }
        return true;
    }

    /** Whether this execution was to count itself when it begins. */
    public synchronized boolean isCounted(Run run) {
        return countedStarts.contains(run);
    }

    /** From now on, every start is refused. */
    public synchronized void refuse() {
        refusing = true;
    }

    /** From now on, every start is accepted again. */
    public synchronized void accept() {
        refusing = false;
    }

    public synchronized List<Run> started() {
        return List.copyOf(started);
    }
}
