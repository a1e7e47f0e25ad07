package dev.actionflows.domain.intake;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.event.EventId;
import dev.actionflows.domain.trigger.TriggerType;

/**
 * Takes the events of what a fan has just done on a page. If that saved a release, it is two
 * events: what the fan did, and that the release is saved.
 */
public final class ActionEvents {
    private final Intake intake;

    public ActionEvents(Intake intake) {
        this.intake = intake;
    }

    /**
     * Takes the event of an action, last: whoever repeats the request for want of an answer repeats
     * both.
     *
     * @param done with which reason the action was completed
     */
    public IntakeResult take(IncomingEvent action, Reason done) {
        if (done == Reason.SAVED) {
            IncomingEvent saved = saved(action);
            intake.takeIfAnyFlowListens(saved, intake.read(saved.question()));
        }
        return intake.take(action);
    }

    private static IncomingEvent saved(IncomingEvent action) {
        return new IncomingEvent(
                action.project(),
                idOfSaved(action.id()),
                TriggerType.RELEASE_SAVED,
                action.scopes(),
                action.receivedAt(),
                action.sender());
    }

    /** The id of the event that the release is saved. */
    public static EventId idOfSaved(EventId action) {
        return new EventId(action.value() + ":saved");
    }
}
