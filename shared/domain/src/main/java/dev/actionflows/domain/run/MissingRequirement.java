package dev.actionflows.domain.run;

import dev.actionflows.domain.Reason;

import java.util.Optional;

/**
 * A requirement that a step has and that is not met.
 *
 * @param requirement what could still meet it; empty when waiting is pointless, so that the step is
 *     skipped
 */
public record MissingRequirement(Reason reason, Optional<Requirement> requirement) {
    public static MissingRequirement until(Requirement requirement, Reason reason) {
        return new MissingRequirement(reason, Optional.of(requirement));
    }

    public static MissingRequirement forGood(Reason reason) {
        return new MissingRequirement(reason, Optional.empty());
    }
}
