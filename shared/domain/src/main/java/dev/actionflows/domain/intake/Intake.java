package dev.actionflows.domain.intake;

import dev.actionflows.domain.event.FanEvent;
import dev.actionflows.domain.flow.TriggerClaim;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.id.RunId;
import dev.actionflows.domain.run.Executions;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.run.RunKey;
import dev.actionflows.domain.run.RunLedger;
import dev.actionflows.domain.run.RunObserver;

import java.time.InstantSource;
import java.util.Optional;

/**
 * From a verified event of a known fan to a run. Every source of events ends here. When {@link
 * #start} returns, the run is stored: whatever dies afterwards, it is found by its due time.
 */
public final class Intake {
    private final RunLedger ledger;
    private final Executions executions;
    private final RunObserver observer;
    private final InstantSource clock;

    public Intake(
            RunLedger ledger, Executions executions, RunObserver observer, InstantSource clock) {
        this.ledger = ledger;
        this.executions = executions;
        this.observer = observer;
        this.clock = clock;
    }

    /** What came of an event that has a flow. */
    public enum Result {
        STARTED,
        /** The event, or another one with the same re-entry key, has started this run before. */
        ALREADY_STARTED
    }

    /** Starts the run of this event, once however often it is called. */
    public Result start(ProjectId project, FanId fan, FanEvent event, TriggerClaim claim) {
        RunId id = RunId.of(project, claim.flow(), fan, claim.reEntry().keyFor(event.id().value()));
        Run run = Run.begin(new RunKey(project, id), fan, event, claim, clock.instant());
        Optional<Run> before = ledger.putIfAbsent(run);
        // equal: this very write, whose answer was lost and which was sent again
        if (before.isPresent() && !before.get().equals(run)) {
            return Result.ALREADY_STARTED;
        }
        observer.runStarted(run);
        executions.start(run);
        return Result.STARTED;
    }
}
