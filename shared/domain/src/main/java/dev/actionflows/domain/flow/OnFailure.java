package dev.actionflows.domain.flow;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a run does after a failed step. */
public enum OnFailure {
    CONTINUE,
    /** The steps after it are skipped. */
    STOP;

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<OnFailure> ofWireName(String wireName) {
        return Arrays.stream(values())
                .filter(policy -> policy.wireName().equals(wireName))
                .findFirst();
    }
}
