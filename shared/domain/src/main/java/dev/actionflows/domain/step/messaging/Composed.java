package dev.actionflows.domain.step.messaging;

import dev.actionflows.domain.fan.FanIdentity;
import dev.actionflows.domain.messaging.SendResult;
import dev.actionflows.domain.messaging.limits.CreditUse;
import dev.actionflows.domain.run.Attempt;

import java.time.Duration;
import java.util.Optional;

/** A message, or why there is none. */
sealed interface Composed {
    /** Complete but for its recipient. */
    @FunctionalInterface
    non-sealed interface Message extends Composed {
        /**
         * Hands the message to the provider, once.
         *
         * @param validity how long the provider may keep it before it is sent
         */
        SendResult sendTo(FanIdentity address, Duration validity);

        /** What the message costs; empty if it costs no credits. */
        default Optional<CreditUse> price(FanIdentity address) {
            return Optional.empty();
        }
    }

    /** There is nothing to send, or the provider would reject it. */
    record None(Attempt attempt) implements Composed {}
}
