package dev.actionflows.domain.embed;

import dev.actionflows.domain.event.EventId;
import dev.actionflows.domain.intake.IntakeResult;

/** What an event that somebody sent came to. */
public sealed interface EventAnswer {
    /** By which it can be asked for later. */
    EventId event();

    /** It counts, and whatever came of it is stored. */
    record Accepted(EventId event, IntakeResult result) implements EventAnswer {}

    /** It counts once the code comes back that was sent to the address. */
    record VerificationRequired(EventId event, Verification verification) implements EventAnswer {}
}
