package dev.actionflows.domain.usage;

/** Sends alerts about credits to other systems and to the operator. */
public interface CreditAlertPublisher {
    /**
     * @throws RuntimeException if it is not certain that the bus took the event
     */
    void putEvent(CreditAlert alert);

    /**
     * @throws RuntimeException if it is not certain that the topic took the message
     */
    void notifyOperator(CreditAlert alert);
}
