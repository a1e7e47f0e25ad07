package dev.actionflows.domain.run;

import dev.actionflows.domain.Reason;

import java.util.Optional;

/**
 * A requirement of a step that is not met.
 *
 * @param requirement what can still meet it; empty if waiting is pointless, so that the step is
 *     skipped
 */
public record MissingRequirement(Reason reason, Optional<Requirement> requirement) {
    public static MissingRequirement until(Requirement requirement, Reason reason) {
        return new MissingRequirement(reason, Optional.of(requirement));
    }

    public static MissingRequirement permanent(Reason reason) {
        return new MissingRequirement(reason, Optional.empty());
    }
}
