package dev.actionflows.domain.analytics;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What is counted of the fans in an arm of a trial. Each fan counts once. */
public enum TrialFigure {
    /** They were sent the message, or held out. Counts on that day. */
    FANS,
    /**
     * They clicked a link in a message of the step within {@link Participation#WINDOW}, on that
     * day.
     */
    CLICKED,
    /**
     * They did something of their own within {@link Participation#WINDOW}, but not right after it,
     * on that day.
     */
    ACTED,
    /** Those of {@link #CLICKED} who did so on the day that they count on as {@link #FANS}. */
    CLICKED_SAME_DAY,
    /** Those of {@link #ACTED} who did so on the day that they count on as {@link #FANS}. */
    ACTED_SAME_DAY;

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Of a goal: what counts those who reached it on the day of the message. */
    TrialFigure sameDay() {
        return switch (this) {
            case CLICKED -> CLICKED_SAME_DAY;
            case ACTED -> ACTED_SAME_DAY;
            case FANS, CLICKED_SAME_DAY, ACTED_SAME_DAY ->
                    throw new IllegalStateException(this + " is no goal");
        };
    }

    static Optional<TrialFigure> ofWireName(String wireName) {
        return Arrays.stream(values()).filter(it -> it.wireName().equals(wireName)).findFirst();
    }
}
