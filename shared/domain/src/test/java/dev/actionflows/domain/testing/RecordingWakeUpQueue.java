package dev.actionflows.domain.testing;

import dev.actionflows.domain.run.DueRunIndex;
import dev.actionflows.domain.run.RunControlQueue;
import dev.actionflows.domain.run.RunKey;
import dev.actionflows.domain.run.SweepQueue;
import dev.actionflows.domain.run.WakeUp;
import dev.actionflows.domain.run.WakeUpQueue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;

/** A queue of wake-ups. */
public final class RecordingWakeUpQueue implements WakeUpQueue, SweepQueue, RunControlQueue {
    private final Queue<WakeUp.RequirementMet> queue = new ArrayDeque<>();
    private final Queue<WakeUp.CancelRuns> cancellations = new ArrayDeque<>();
    private final Queue<WakeUp.StartRun> starts = new ArrayDeque<>();
    private final Queue<WakeUp.StartReplay> replays = new ArrayDeque<>();
    private final Queue<WakeUp.ReleaseOut> releases = new ArrayDeque<>();
    private final List<WakeUp.RequirementMet> later = new ArrayList<>();
    private final List<RunKey> due = new ArrayList<>();
    private final List<Duration> sweeps = new ArrayList<>();

    @Override
    public synchronized void send(WakeUp.RequirementMet wakeUp) {
        queue.add(wakeUp);
    }

    @Override
    public synchronized void sendLater(WakeUp.RequirementMet wakeUp, Duration delay) {
        later.add(wakeUp);
    }

    @Override
    public synchronized void cancelRuns(WakeUp.CancelRuns request, Duration delay) {
        cancellations.add(request);
    }

    /** Removes and returns the oldest request to cancel runs. */
    public synchronized Optional<WakeUp.CancelRuns> takeCancellation() {
        return Optional.ofNullable(cancellations.poll());
    }

    @Override
    public synchronized void startRun(WakeUp.StartRun request) {
        starts.add(request);
    }

    /** Removes and returns the oldest request to start a run. */
    public synchronized Optional<WakeUp.StartRun> takeStart() {
        return Optional.ofNullable(starts.poll());
    }

    @Override
    public synchronized void startReplay(WakeUp.StartReplay request) {
        replays.add(request);
    }

    /** Removes and returns the oldest request to start the execution of a job. */
    public synchronized Optional<WakeUp.StartReplay> takeReplay() {
        return Optional.ofNullable(replays.poll());
    }

    @Override
    public synchronized void releaseOut(WakeUp.ReleaseOut release, Duration delay) {
        releases.add(release);
    }

    /** Removes and returns the oldest message about a release that is out. */
    public synchronized Optional<WakeUp.ReleaseOut> takeReleaseOut() {
        return Optional.ofNullable(releases.poll());
    }

    @Override
    public synchronized int sendDue(List<DueRunIndex.DueRun> runs, Instant now) {
        runs.forEach(entry -> due.add(entry.run()));
        return runs.size();
    }

    @Override
    public synchronized int queued() {
        return queue.size();
    }

    /** Removes and returns the oldest wake-up for a requirement. */
    public synchronized Optional<WakeUp.RequirementMet> take() {
        return Optional.ofNullable(queue.poll());
    }

    @Override
    public synchronized void sweepLater(Duration delay) {
        sweeps.add(delay);
    }

    /** The delays of the requested sweeps, in order. */
    public synchronized List<Duration> sweeps() {
        return List.copyOf(sweeps);
    }

    /** The delayed wake-ups, in order. */
    public synchronized List<WakeUp.RequirementMet> later() {
        return List.copyOf(later);
    }

    /** The runs that were sent as due, in order. */
    public synchronized List<RunKey> due() {
        return List.copyOf(due);
    }
}
