package dev.actionflows.domain.flow;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Whether a fan who has been through a flow may enter it again. */
public enum ReEntry {
    /** Each event starts a run. */
    EVERY_EVENT,
    /** A fan enters the flow once, ever. */
    ONCE;

    /** What tells a fan's runs of one flow apart: events with the same key share one run. */
    public String keyFor(String eventId) {
        return switch (this) {
            case EVERY_EVENT -> eventId;
            case ONCE -> "once";
        };
    }

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<ReEntry> ofWireName(String wireName) {
        return Arrays.stream(values())
                .filter(policy -> policy.wireName().equals(wireName))
                .findFirst();
    }
}
