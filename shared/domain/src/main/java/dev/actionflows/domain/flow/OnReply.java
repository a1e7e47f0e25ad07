package dev.actionflows.domain.flow;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a run does once its fan has replied. */
public enum OnReply {
    CONTINUE,
    /** No further step is done. */
    STOP;

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<OnReply> ofWireName(String wireName) {
        return Arrays.stream(values())
                .filter(policy -> policy.wireName().equals(wireName))
                .findFirst();
    }
}
