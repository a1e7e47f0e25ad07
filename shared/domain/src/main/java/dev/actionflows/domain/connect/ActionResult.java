package dev.actionflows.domain.connect;

import dev.actionflows.domain.Reason;

import java.time.Duration;

/** The result of a {@link FanAction}, by what may happen next. All of them are safe to repeat. */
public sealed interface ActionResult {
    /** Why the action ended this way. */
    Reason reason();

    /** The action is done, or registered for its day: its trigger may fire. */
    record Done(Reason reason) implements ActionResult {}

    /** Nothing was done: the fan has to connect or reconnect an account first. */
    record NotConnected(Reason reason) implements ActionResult {}

    /** Nothing was done, and a retry does not help. */
    record ActionRefused(Reason reason) implements ActionResult {}

    /** Nothing was done yet: retry after a delay. */
    record TryLater(Reason reason, Duration after) implements ActionResult {}
}
