package dev.actionflows.simulator;

import dev.actionflows.domain.application.Application;
import dev.actionflows.domain.id.JobId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.releaseday.ReleaseOutReceiver;
import dev.actionflows.domain.replay.JobKey;
import dev.actionflows.domain.replay.ReplayStarter;
import dev.actionflows.domain.run.DueRunReceiver;
import dev.actionflows.domain.run.RunCanceller;
import dev.actionflows.domain.run.RunKey;
import dev.actionflows.domain.run.RunResumer;
import dev.actionflows.domain.run.RunWaker;
import dev.actionflows.domain.run.WakeUp;

/** The function that reads the queue of wake-ups, like its handler. */
final class RunStarterFunction {
    private final RunWaker waker;
    private final RunCanceller canceller;
    private final RunResumer resumer;
    private final DueRunReceiver dueRuns;
    private final ReplayStarter replays;
    private final ReleaseOutReceiver releasesOut;
    private final SweeperFunction sweeper;
    private int notDue;

    RunStarterFunction(Application application, ReplayStarter replays, SweeperFunction sweeper) {
        this.waker = application.runWaker();
        this.canceller = application.runCanceller();
        this.resumer = application.runResumer();
        this.dueRuns = application.dueRuns();
        this.replays = replays;
        this.releasesOut = application.releasesOut();
        this.sweeper = sweeper;
    }

    /** The number of runs that were no longer due when their message arrived. */
    int notDue() {
        return notDue;
    }

    void handle(Queue.Message<WakeUp> message) {
        switch (message.body()) {
            case WakeUp.RequirementMet met -> waker.wake(met, message.id());
            case WakeUp.CancelRuns cancel -> canceller.cancel(cancel, message.id());
            case WakeUp.RunDue(RunKey run) -> resume(run);
            case WakeUp.StartRun start -> resumer.start(start);
            case WakeUp.StartReplay(ProjectId project, JobId job) ->
                    replays.start(new JobKey(project, job));
            case WakeUp.ReleaseOut out -> releasesOut.receive(out);
            case WakeUp.Sweep() -> sweeper.sweep();
        }
    }

    private void resume(RunKey run) {
        try {
            if (dueRuns.receive(run) == RunResumer.Resumption.NOT_DUE) {
                notDue++;
            }
        } catch (RuntimeException e) {
            // like the handler: the next sweep finds it again
        }
    }
}
