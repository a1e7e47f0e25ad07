package dev.actionflows.domain.usage;

/** Sends alerts about credits to the operator and to other systems. */
@FunctionalInterface
public interface CreditAlertPublisher {
    /**
     * @throws RuntimeException if not everyone was reached; the alert is then published again
     */
    void publish(CreditAlert alert);
}
