package dev.actionflows.domain.analytics;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What is counted of the messages of a step. */
public enum MessageFigure {
    /** Messages that were handed to a provider, unless it rejected them. */
    SENT,
    /** Their credits. */
    CREDITS,
    /**
     * Messages with a link that was opened, and by no person as far as is known: a scanner, or a
     * browser without JavaScript.
     */
    OPENED,
    /** Messages with a link that a person has clicked. */
    CLICKED;

    /** The name in JSON and in items. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<MessageFigure> ofWireName(String wireName) {
        return Arrays.stream(values()).filter(it -> it.wireName().equals(wireName)).findFirst();
    }
}
