package dev.actionflows.domain.run;

import dev.actionflows.domain.flow.FlowVersion;
import dev.actionflows.domain.id.FlowId;
import dev.actionflows.domain.id.ProjectId;

import java.time.Duration;
import java.util.Optional;

/** Reads the facts that steps need. */
public interface FactReader {
    /**
     * How long an active status may be cached. An inactive status is never cached: a step that
     * waits for its flow reads the status a second time before it records the wait, and must then
     * see an activation that happened in between.
     */
    Duration ACTIVE_KEPT_FOR = Duration.ofSeconds(2);

    /**
     * How long a project, its artists, a release and what its active flows listen to may be cached,
     * unless the request is {@link RequiredFacts#asOfNow}. Their absence is never cached.
     */
    Duration PROJECT_KEPT_FOR = Duration.ofSeconds(2);

    /**
     * A version is immutable and may be cached.
     *
     * @throws IllegalStateException if the version does not exist; every flow that was ever
     *     activated has its versions
     */
    default FlowVersion flowVersion(ProjectId project, FlowId flow, int number) {
        return findFlowVersion(project, flow, number)
                .orElseThrow(
                        () ->
                                new IllegalStateException(
                                        "no version %d of %s".formatted(number, flow)));
    }

    /** The same; empty if it does not exist. */
    Optional<FlowVersion> findFlowVersion(ProjectId project, FlowId flow, int number);

    /**
     * Reads all required facts in one strongly consistent read, except what {@link
     * #ACTIVE_KEPT_FOR} and {@link #PROJECT_KEPT_FOR} allow to be cached. Fans, consents,
     * connections and Instagram accounts are never cached.
     */
    Facts read(Run run, RequiredFacts required);

    /**
     * Reads a run together with facts, in the same one strongly consistent request. It is no
     * snapshot: either may be a moment older than the other.
     *
     * @param outline the outline of the run, by which the facts are found
     */
    RunWithFacts readWithRun(RunKey key, RunOutline outline, RequiredFacts required);

    /**
     * A run and facts.
     *
     * @param run empty if it does not exist
     */
    record RunWithFacts(Optional<Run> run, Facts facts) {}
}
