package dev.actionflows.domain.analytics;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What is counted of the fans in an arm of a trial. Each fan counts once. */
public enum TrialFigure {
    /** They were sent the message, or held out. Counts on that day. */
    FANS,
    /** They clicked a link in the message within {@link Participation#WINDOW}, on that day. */
    CLICKED,
    /** They did something of their own within {@link Participation#WINDOW}, on that day. */
    ACTED;

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<TrialFigure> ofWireName(String wireName) {
        return Arrays.stream(values()).filter(it -> it.wireName().equals(wireName)).findFirst();
    }
}
