package dev.actionflows.domain.step.timing;

import dev.actionflows.domain.document.TimeSpan;
import dev.actionflows.domain.error.Violation;
import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.run.Attempt;
import dev.actionflows.domain.run.Delivery;
import dev.actionflows.domain.run.FlowContext;
import dev.actionflows.domain.run.MissingRequirement;
import dev.actionflows.domain.run.RequiredFacts;
import dev.actionflows.domain.run.SampleSubjects;
import dev.actionflows.domain.run.StepAction;
import dev.actionflows.domain.run.StepContext;
import dev.actionflows.domain.step.OnUnmet;
import dev.actionflows.domain.step.WaitStep;
import dev.actionflows.domain.step.WaitTime;

import java.time.Duration;
import java.util.Optional;

/**
 * What is asked about the step type {@code wait}. It is never attempted: whoever records the
 * outcome of the step before it judges it.
 */
public final class WaitAction implements StepAction<WaitStep> {
    private static final Duration SAMPLE = Duration.ofSeconds(30);

    @Override
    public Class<WaitStep> stepClass() {
        return WaitStep.class;
    }

    @Override
    public Delivery delivery() {
        return Delivery.REPEATABLE;
    }

    /** A second wait is another one. */
    @Override
    public boolean isIdempotent() {
        return false;
    }

    @Override
    public RequiredFacts requiredFacts(WaitStep step) {
        return RequiredFacts.nothing();
    }

    @Override
    public Optional<MissingRequirement> missingRequirement(WaitStep step, StepContext context) {
        return Optional.empty();
    }

    @Override
    public Attempt attempt(WaitStep step, StepContext context) {
        throw new IllegalStateException("a wait step is judged, not attempted");
    }

    @Override
    public Optional<Violation> violation(WaitStep step, FlowContext flow) {
        return step.time() instanceof WaitTime.ReleaseDay day
                        && day.release().isEmpty()
                        && !flow.subject().hasRelease()
                ? Optional.of(
                        new Violation(
                                "/until", "the flow is about no release: name one with releaseId"))
                : Optional.empty();
    }

    @Override
    public Optional<Violation> advice(WaitStep step, Project project) {
        return isCertain(step.time())
                ? Optional.empty()
                : Optional.of(
                        new Violation(
                                "/timeZone",
                                "without it, the run ends here for fans whose time zone is unknown,"
                                        + " such as those known by email only"));
    }

    /** Whether the end of the wait is known for every fan. */
    private static boolean isCertain(WaitTime time) {
        return switch (time) {
            case WaitTime.For _ -> true;
            case WaitTime.At at -> at.otherwise().isPresent();
            case WaitTime.ReleaseDay day -> day.otherwise().isPresent();
        };
    }

    @Override
    public WaitStep sample(SampleSubjects subjects, OnUnmet onUnmet) {
        return new WaitStep(new WaitTime.For(TimeSpan.of(SAMPLE)));
    }
}
