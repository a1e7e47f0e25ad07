package dev.actionflows.domain.run;

import dev.actionflows.domain.Reason;

import java.util.Optional;

/**
 * A requirement that a step has and that is not met.
 *
 * @param requirement what could still meet it; empty when waiting is pointless, so that the step is
 *     skipped
 */
public record Unmet(Reason reason, Optional<Requirement> requirement) {
    public static Unmet until(Requirement requirement, Reason reason) {
        return new Unmet(reason, Optional.of(requirement));
    }

    public static Unmet forGood(Reason reason) {
        return new Unmet(reason, Optional.empty());
    }
}
