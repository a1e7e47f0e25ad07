package dev.actionflows.simulator;

import dev.actionflows.domain.run.DueRunIndex;
import dev.actionflows.domain.run.RunControlQueue;
import dev.actionflows.domain.run.RunKey;
import dev.actionflows.domain.run.SweepQueue;
import dev.actionflows.domain.run.WakeUp;
import dev.actionflows.domain.run.WakeUpQueue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The queue of wake-ups as its senders see it. */
final class WakeUps implements WakeUpQueue, SweepQueue, RunControlQueue {
    private static final int TRIES = 4;
    private static final int FURTHER_TRIES = 250;

    private final Faults faults;
    private final Queue<WakeUp> queue;
    private final boolean arrivesInDoubt;

    WakeUps(
            Kernel kernel,
            Faults faults,
            Consumer<Queue.Message<WakeUp>> consumer,
            Consumer<String> played) {
        this.faults = faults;
        this.queue =
                new Queue<>(
                        kernel,
                        faults,
                        new Queue.Names(
                                "WakeUps", "WakeUpsDead", "RunStarterSource", "run-starter"),
                        WakeUps::name,
                        consumer,
                        played);
        this.arrivesInDoubt = kernel.chance("sent in case of death").hits(0.25);
    }

    private static String name(WakeUp wakeUp) {
        return switch (wakeUp) {
            case WakeUp.RunDue(RunKey run) -> run.run().value();
            case WakeUp.StartRun(RunKey run, int epoch) -> "start " + run.run() + " " + epoch;
            case WakeUp.StartReplay start -> "start " + start.job();
            case WakeUp.ReleaseOut out -> "out " + out.release() + " " + out.job();
            case WakeUp.Sweep() -> "sweep";
            case WakeUp.CancelRuns cancel -> "cancel " + cancel.cursor().orElse("");
            case WakeUp.RequirementMet met ->
                    met.requirement().key() + " " + met.cursor().orElse("");
        };
    }

    Queue<WakeUp> queue() {
        return queue;
    }

    @Override
    public void send(WakeUp.RequirementMet wakeUp) {
        queue.send(wakeUp);
    }

    @Override
    public void cancelRuns(WakeUp.CancelRuns request, Duration delay) {
        faults.call(
                "SendMessage",
                () -> {
                    queue.deliver(request, delay);
                    return Optional.empty();
                });
    }

    @Override
    public void startRun(WakeUp.StartRun request) {
        try {
            faults.call(
                    "SendMessage",
                    () -> {
                        queue.deliver(request, Duration.ZERO);
                        return Optional.empty();
                    });
        } catch (RuntimeException e) {
            // like the queue's client: a sweep finds the run
        }
    }

    @Override
    public void startReplay(WakeUp.StartReplay request) {
        faults.call(
                "SendMessage",
                () -> {
                    queue.deliver(request, Duration.ZERO);
                    return Optional.empty();
                });
    }

    @Override
    public void releaseOut(WakeUp.ReleaseOut release, Duration delay) {
        faults.call(
                "SendMessage",
                () -> {
                    queue.deliver(release, delay);
                    return Optional.empty();
                });
    }

    /**
     * A wake-up sent ahead in case its sender dies. In most histories it never arrives, so that the
     * sender's own wake-up, or that of a retry after its death, has to suffice; in those histories
     * no caller gives up.
     */
    @Override
    public void sendLater(WakeUp.RequirementMet wakeUp, Duration delay) {
        faults.call(
                "SendMessage",
                () -> {
                    if (arrivesInDoubt) {
                        queue.deliver(wakeUp, delay);
                    }
                    return Optional.empty();
                });
    }

    @Override
    public void sweepLater(Duration delay) {
        faults.call(
                "SendMessage",
                () -> {
                    queue.deliver(new WakeUp.Sweep(), delay);
                    return Optional.empty();
                });
    }

    @Override
    public int sendDue(List<DueRunIndex.DueRun> due, Instant now) {
        try {
            faults.call(
                    "SendMessageBatch",
                    () -> {
                        for (DueRunIndex.DueRun entry : due) {
                            Duration early = Duration.between(now, entry.at());
                            queue.deliver(
                                    new WakeUp.RunDue(entry.run()),
                                    early.isNegative() ? Duration.ZERO : early);
                        }
                        return Optional.empty();
                    });
            return due.size();
        } catch (RuntimeException e) {
            return 0;
        }
    }

    @Override
    public int queued() {
        int[] queued = new int[1];
        faults.call(
                "GetQueueAttributes",
                () -> {
                    queued[0] = queue.pending();
                    return Optional.empty();
                });
        return queued[0];
    }

    /**
     * How often a caller tries to store what a run may wait for, before it gives up. Without
     * wake-ups that are sent ahead, no caller gives up while calls fail.
     */
    int tries() {
        return arrivesInDoubt ? TRIES : TRIES + FURTHER_TRIES;
    }
}
