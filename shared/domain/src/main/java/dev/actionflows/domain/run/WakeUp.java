package dev.actionflows.domain.run;

import dev.actionflows.domain.id.FlowId;
import dev.actionflows.domain.id.JobId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.id.ReleaseId;

import java.time.Instant;
import java.util.Optional;

/** Why runs have to be looked at. */
public sealed interface WakeUp {
    /**
     * A requirement is met: the runs that wait for it may continue.
     *
     * @param cursor where to continue in a long list of waiting runs
     * @param pass identifies the pass through the list; empty in its first message, whose own id is
     *     used
     */
    record RequirementMet(
            ProjectId project,
            Requirement requirement,
            Optional<String> cursor,
            Optional<String> pass)
            implements WakeUp {
        public RequirementMet(ProjectId project, Requirement requirement, Optional<String> cursor) {
            this(project, requirement, cursor, Optional.empty());
        }

        /** The wake-up for the runs from a cursor on. */
        RequirementMet from(String next, Optional<String> onPass) {
            return new RequirementMet(project, requirement, Optional.of(next), onPass);
        }
    }

    /**
     * Runs of a flow are to be cancelled.
     *
     * @param startedUntil those that started later go on
     * @param cursor where to continue in the list of the flow's runs
     * @param pass identifies the pass through the list; empty in its first message, whose own id is
     *     used
     */
    record CancelRuns(
            ProjectId project,
            FlowId flow,
            Instant startedUntil,
            Optional<String> cursor,
            Optional<String> pass)
            implements WakeUp {
        /** The request for the runs from a cursor on. */
        CancelRuns from(String next, String onPass) {
            return new CancelRuns(
                    project, flow, startedUntil, Optional.of(next), Optional.of(onPass));
        }
    }

    /** An execution of a run is to be started, in the epoch that it was stored in. */
    record StartRun(RunKey run, int epoch) implements WakeUp {}

    /** The execution of a job is to be started. */
    record StartReplay(ProjectId project, JobId job) implements WakeUp {}

    /**
     * A release should be out by now, and is to be saved for the fans who pre-saved it.
     *
     * @param outAt when it comes out; if it has another date by now, this has no effect
     * @param job the one that saves it
     */
    record ReleaseOut(ProjectId project, ReleaseId release, Instant outAt, JobId job)
            implements WakeUp {}

    /** The due runs have to be swept once more. */
    record Sweep() implements WakeUp {}

    /** A run is due. */
    record RunDue(RunKey run) implements WakeUp {}
}
