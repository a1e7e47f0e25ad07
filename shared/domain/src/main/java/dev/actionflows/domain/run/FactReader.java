package dev.actionflows.domain.run;

import dev.actionflows.domain.flow.FlowVersion;
import dev.actionflows.domain.id.FlowId;
import dev.actionflows.domain.id.ProjectId;

import java.time.Duration;

/** Reads what steps need to know. */
public interface FactReader {
    /**
     * For so long a flow may be told to be active that is so no more. That one is not active is
     * never remembered: a step that waits for its flow looks a second time before it records the
     * wait, and must then see an activation that came in between.
     */
    Duration ACTIVE_KEPT_FOR = Duration.ofSeconds(2);

    /**
     * For so long a project and a release may be told as they were, unless they are asked for
     * {@link RequiredFacts#asOfNow}. That one is not there is never remembered.
     */
    Duration PROJECT_KEPT_FOR = Duration.ofSeconds(2);

    /**
     * A version never changes, so implementations may keep it.
     *
     * @throws IllegalStateException when there is none, which no flow that was ever started lacks
     */
    FlowVersion flowVersion(ProjectId project, FlowId flow, int number);

    /**
     * One strongly consistent read of everything together, but for what {@link #ACTIVE_KEPT_FOR}
     * and {@link #PROJECT_KEPT_FOR} allow. Fans, their consents and connections are never
     * remembered.
     */
    Facts read(Run run, RequiredFacts required);
}
