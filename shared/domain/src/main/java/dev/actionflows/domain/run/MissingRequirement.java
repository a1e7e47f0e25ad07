package dev.actionflows.domain.run;

import dev.actionflows.domain.Reason;

import java.time.Duration;
import java.util.Optional;

/**
 * A requirement of a step that is not met.
 *
 * @param requirement what can still meet it; empty if waiting is pointless, so that the step is
 *     skipped
 * @param lookAgainAfter when the step is attempted again even if nothing announced that the
 *     requirement is met; empty if that is always announced
 */
public record MissingRequirement(
        Reason reason, Optional<Requirement> requirement, Optional<Duration> lookAgainAfter) {
    public static MissingRequirement until(Requirement requirement, Reason reason) {
        return new MissingRequirement(reason, Optional.of(requirement), Optional.empty());
    }

    /** The same, with another attempt after this time. */
    public MissingRequirement lookingAgainAfter(Duration time) {
        return new MissingRequirement(reason, requirement, Optional.of(time));
    }

    public static MissingRequirement permanent(Reason reason) {
        return new MissingRequirement(reason, Optional.empty(), Optional.empty());
    }
}
