package dev.actionflows.domain.privacy;

import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.run.RunCanceller;
import dev.actionflows.domain.run.RunKey;
import dev.actionflows.domain.run.RunLedger;
import dev.actionflows.domain.run.RunStatus;

import java.time.InstantSource;
import java.util.Optional;

/**
 * Removes runs of a fan who was erased: cancels them first, so that no step begins any more, and
 * leaves those to a later pass that an execution may still hold.
 */
final class RunEraser implements RunRemoval {
    private final RunLedger ledger;
    private final RunCanceller canceller;
    private final FanDataStore data;
    private final InstantSource clock;
    private final boolean inFlight;

    /**
     * @param inFlight whether calls that read the fan before the erasure may still be at work
     */
    RunEraser(
            RunLedger ledger,
            RunCanceller canceller,
            FanDataStore data,
            InstantSource clock,
            boolean inFlight) {
        this.ledger = ledger;
        this.canceller = canceller;
        this.data = data;
        this.clock = clock;
        this.inFlight = inFlight;
    }

    @Override
    public Result erase(RunKey key) {
        Optional<Run> found;
        try {
            found = ledger.find(key);
        } catch (IllegalStateException | IllegalArgumentException e) {
            // it cannot be read, and nothing can make it go on
            if (inFlight) {
                return new Result(DataCount.NONE, true);
            }
            RunRemoval.removeLinks(key, Optional.empty(), data);
            return Result.removed(data.deleteRun(key), 0);
        }
        if (found.isEmpty()) {
            return new Result(DataCount.NONE, false);
        }
        data.deleteEventId(key.project(), found.get().event().id());
        long waiting = RunRemoval.removeWaiting(found.get(), data);
        Optional<Run> ended = canceller.cancel(key);
        if (ended.filter(this::mayBeHeld).isPresent()) {
            return new Result(DataCount.of(DataKind.WAITING_RUN, waiting), true);
        }
        RunRemoval.removeLinks(key, ended, data);
        boolean deleted = ended.filter(data::deleteRun).isPresent();
        // what is still there has changed since it was read
        boolean left = !deleted && ledger.find(key).isPresent();
        return new Result(Result.removed(deleted, waiting).counts(), left);
    }

    /** A function that has the run at a step corrects what a cancellation says about it. */
    private boolean mayBeHeld(Run run) {
        return run.status() == RunStatus.CANCELLED
                && run.endedAt()
                        .filter(at -> clock.instant().isBefore(at.plus(Run.LEASE)))
                        .isPresent();
    }
}
