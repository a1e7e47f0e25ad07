package dev.actionflows.domain.run;

import dev.actionflows.domain.fan.Connection;
import dev.actionflows.domain.fan.Fan;
import dev.actionflows.domain.flow.FlowDefinition;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.project.Artist;
import dev.actionflows.domain.project.InstagramAccount;
import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.project.Release;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The context of one attempt.
 *
 * @param definition of the run's flow version
 * @param index index of the step in the run
 * @param deadline when the attempt has to end, preceding reads included
 */
public record StepContext(
        Run run,
        FlowDefinition definition,
        int index,
        Facts facts,
        Instant now,
        Deadline deadline) {
    /** The maximum duration of a call that begins now. */
    public Duration timeLeft() {
        return deadline.left();
    }

    public StepKey stepKey() {
        return new StepKey(run.key(), index);
    }

    public ProjectId projectId() {
        return run.key().project();
    }

    public FanId fanId() {
        return run.fan();
    }

    public Project project() {
        return facts.project()
                .orElseThrow(() -> new IllegalStateException("not read: project of " + run.key()));
    }

    public Optional<Fan> fan() {
        return facts.fan();
    }

    public List<Connection> connections() {
        return facts.connections();
    }

    /** The project's Instagram account. */
    public Optional<InstagramAccount> instagram() {
        return facts.instagram();
    }

    public Optional<Release> release() {
        return facts.release();
    }

    public Optional<Artist> artist() {
        return facts.artist();
    }
}
