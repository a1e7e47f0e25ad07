package dev.actionflows.domain.event;

/** A queue of outcome events with at-least-once delivery. */
@FunctionalInterface
public interface OutcomeEventQueue {
    /** When it returns, the event is stored. Repeating it is harmless. */
    void send(OutcomeEvent event);
}
