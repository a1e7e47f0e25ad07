package dev.actionflows.domain.analytics;

import java.util.Optional;

/**
 * What an experiment compares in a version of a flow.
 *
 * @param step the index of the message whose variants are compared; empty: fans who were sent the
 *     first message of the flow that everything permitted, with fans who were held out there
 */
public record Trial(Optional<Integer> step) {
    /** Of those who are held out with the others. */
    public static final Trial HOLDOUT = new Trial(Optional.empty());

    /** The arm of those who were held out. */
    public static final String HELD_OUT = "HELD_OUT";

    /** The arm of those who were not. */
    public static final String SENT = "SENT";

    private static final String ALL = "all";

    /** Of the variants of a message. */
    public static Trial ofStep(int index) {
        return new Trial(Optional.of(index));
    }

    /** The name under which it is stored. */
    public String text() {
        return step.map(String::valueOf).orElse(ALL);
    }

    /**
     * @return empty if the text is no trial's
     */
    public static Optional<Trial> parse(String text) {
        if (text.equals(ALL)) {
            return Optional.of(HOLDOUT);
        }
        return text.matches("[0-9]{1,2}")
                ? Optional.of(ofStep(Integer.parseInt(text)))
                : Optional.empty();
    }
}
