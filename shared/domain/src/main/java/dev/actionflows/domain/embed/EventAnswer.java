package dev.actionflows.domain.embed;

import dev.actionflows.domain.event.EventId;
import dev.actionflows.domain.intake.IntakeResult;

/** The response to an event that a page or a server sent. */
public sealed interface EventAnswer {
    /** The id under which its result can be queried later. */
    EventId event();

    /** The event was taken and its result is stored. */
    record Accepted(EventId event, IntakeResult result) implements EventAnswer {}

    /** The event is taken once the code that was sent to the address is entered. */
    record VerificationRequired(EventId event, Verification verification) implements EventAnswer {}
}
