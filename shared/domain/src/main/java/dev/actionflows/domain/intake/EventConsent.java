package dev.actionflows.domain.intake;

import dev.actionflows.domain.fan.ConsentChange;
import dev.actionflows.domain.fan.Identity;

import java.time.Instant;
import java.util.Map;

/** The consent to messages that an incoming event expresses. */
public sealed interface EventConsent {
    /** None. */
    record None() implements EventConsent {}

    /** STOP. */
    record Stop(String messageId) implements EventConsent {}

    /**
     * START.
     *
     * @param onlyAfterStop on this channel the word is an ordinary one unless it lifts a STOP
     */
    record Start(String messageId, boolean onlyAfterStop) implements EventConsent {}

    /** HELP, which the provider answers. */
    record Help() implements EventConsent {}

    /**
     * A keyword: consent of the sender if a flow listens to it.
     *
     * @param isYes whether it would be a {@link Yes} if the project had asked
     */
    record ByKeyword(String messageId, boolean isYes) implements EventConsent {}

    /**
     * YES, or a word like it: confirms the consent of the sender if the project has asked for that.
     *
     * @param otherwise what the text means if the project has not asked
     */
    record Yes(String messageId, EventConsent otherwise) implements EventConsent {}

    /**
     * The owner of an address agrees to receive messages there.
     *
     * @param begunAt see {@link ConsentChange}
     * @param evidence see {@link ConsentChange}
     */
    record Given(
            Identity address,
            ConsentChange.Kind kind,
            Instant begunAt,
            Map<String, String> evidence)
            implements EventConsent {
        public Given {
            evidence = Map.copyOf(evidence);
        }
    }
}
