package dev.actionflows.domain.intake;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Why an event started no run. */
public enum NotStartedReason {
    /** No active flow listens to it. */
    NO_FLOW,
    /** The fan is in the flow, or has been, and it lets nobody in twice. */
    ENTERED_BEFORE,
    /** As before, for the thing that the event is about. */
    ENTERED_FOR_THIS_BEFORE,
    /** The flow's cooldown is under way for this fan. */
    COOLING_DOWN,
    /** The flow waits for more events of this fan. */
    THRESHOLD_NOT_REACHED,
    /** The project's plan does not have this trigger. */
    NOT_IN_PLAN,
    /** It would make one person of more identities than a person has: whose it is is in doubt. */
    TOO_MANY_IDENTITIES,
    /** The fan is a test fan, and a flow in test mode took the event in this flow's place. */
    TAKEN_BY_TEST,
    /** The message was an opt-out, which is honored before any flow is looked for. */
    STOPPED,
    /** The message took an opt-out back. */
    RESTARTED,
    /** The message asked for help, which the provider answers. */
    HELP,
    /** Only of a dry run: the flow has never been activated. */
    FLOW_DRAFT,
    /** Only of a dry run: the flow is paused. */
    FLOW_PAUSED,
    /** Only of a dry run: the flow is archived. */
    FLOW_ARCHIVED,
    /** Only of a dry run: the event is about something else than the flow's trigger. */
    OTHER_SCOPE;

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<NotStartedReason> ofWireName(String wireName) {
        return Arrays.stream(values()).filter(it -> it.wireName().equals(wireName)).findFirst();
    }
}
