package dev.actionflows.domain.testing;

import dev.actionflows.domain.run.ExecutionStarter;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.run.RunObserver;

import java.util.ArrayList;
import java.util.List;

/** Records the requested executions; {@link #refuse} simulates throttling. */
public final class RecordingExecutionStarter implements ExecutionStarter {
    private final List<Run> started = new ArrayList<>();
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
        return true;
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
