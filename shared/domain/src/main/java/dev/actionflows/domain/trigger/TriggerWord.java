package dev.actionflows.domain.trigger;

import dev.actionflows.domain.messaging.Keyword;

import java.util.Optional;

/**
 * A word as its author wrote it.
 *
 * @param folded as it is compared
 */
public record TriggerWord(String text, Keyword folded) {
    /** The word of a text that is known to be one. */
    public static TriggerWord of(String text) {
        return new TriggerWord(text, Keyword.of(text).orElseThrow());
    }

    /** As {@link Trigger#eventScope}, of a message whose text is the word. */
    Optional<String> eventScope(Optional<String> about) {
        return Optional.of(folded)
                .filter(it -> about.filter(text -> !Keyword.meantBy(text).contains(it)).isEmpty())
                .map(Keyword::folded);
    }
}
