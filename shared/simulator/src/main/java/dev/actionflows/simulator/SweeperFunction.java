package dev.actionflows.simulator;

import dev.actionflows.domain.application.Ports;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.run.Deadline;
import dev.actionflows.domain.run.RunSweeper;
import dev.actionflows.domain.run.SetAsideRunStore;
import dev.actionflows.domain.run.SweepQueue;

/** The function that the schedule invokes every minute, like its handler. */
final class SweeperFunction {
    private final Kernel kernel;
    private final PlayedParts played;
    private final SweepQueue sweeps;
    private final SetAsideRunStore setAside;
    private final RunSweeper sweeper;

    SweeperFunction(Kernel kernel, PlayedParts played, Ports ports, WakeUps wakeUps) {
        this.kernel = kernel;
        this.played = played;
        this.sweeps = wakeUps;
        this.setAside = ports.setAsideRuns();
        // small limits, so that a few runs make a backlog
        boolean smallLimits = kernel.chance("sweeper").hits(0.5);
        this.sweeper =
                new RunSweeper(
                        ports.dueRuns(),
                        wakeUps,
                        smallLimits ? new RunSweeper.Limits(2, 3) : RunSweeper.Limits.BY_DEFAULT);
    }

    /** Sweeps and requests the further sweeps of this minute. */
    void handle() {
        played.add("function run-sweeper");
        played.add("schedule SweepSchedule");
        try {
            RunSweeper.FURTHER_SWEEPS.forEach(sweeps::sweepLater);
        } catch (ProblemException e) {
            // the sweep itself matters more
        }
        sweep();
        sweepSetAside();
    }

    /** Sweeps all shards. */
    void sweep() {
        Deadline deadline = new Deadline(kernel.instant().plusSeconds(50), kernel);
        for (int shard = 0; shard < sweeper.shards(); shard++) {
            try {
                sweeper.sweep(shard, deadline);
            } catch (ProblemException e) {
                // like the handler: the other shards are swept anyway
            }
        }
    }

    private void sweepSetAside() {
        try {
            sweeper.sweep(setAside, new Deadline(kernel.instant().plusSeconds(10), kernel));
        } catch (ProblemException e) {
            // the next sweep tries again
        }
    }
}
