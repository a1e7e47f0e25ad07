package dev.actionflows.domain.connect;

import dev.actionflows.domain.Reason;

import java.time.Duration;

/** What came of a {@link FanAction}, by what may happen next. All of them are safe to repeat. */
public sealed interface ActionResult {
    /** Why it ended so. */
    Reason reason();

    /** It is done, or registered for its day: its trigger may fire. */
    record Done(Reason reason) implements ActionResult {}

    /** Nothing was done: the fan has to connect an account first, or to connect it again. */
    record NotConnected(Reason reason) implements ActionResult {}

    /** Nothing was done, and asking again does not help. */
    record ActionRefused(Reason reason) implements ActionResult {}

    /** Nothing was done for now: worth asking again after this time. */
    record TryLater(Reason reason, Duration after) implements ActionResult {}
}
