package dev.actionflows.domain.step;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What happens if the requirement of a step is not met. */
public enum OnUnmet {
    /** The step is not done. */
    SKIP,
    /** The step is done once the requirement is met; the steps after it go first. */
    DEFER,
    /** The step is done once the requirement is met; the steps after it wait too. */
    HOLD;

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<OnUnmet> ofWireName(String wireName) {
        return Arrays.stream(values())
                .filter(policy -> policy.wireName().equals(wireName))
                .findFirst();
    }
}
