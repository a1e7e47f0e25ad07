package dev.actionflows.domain.intake;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Why an event started no run. */
public enum NotStartedReason {
    /** No active flow listens to it. */
    NO_FLOW,
    /** The fan has entered the flow before, and it allows no second entry. */
    ENTERED_BEFORE,
    /** The fan has entered the flow for the subject of this event before. */
    ENTERED_FOR_THIS_BEFORE,
    /** The flow's cooldown is active for this fan. */
    COOLING_DOWN,
    /** The flow needs more events of this fan. */
    THRESHOLD_NOT_REACHED,
    /** The project's plan does not include this trigger. */
    NOT_IN_PLAN,
    /** The fan would have more identities than a fan can have: the owner is in doubt. */
    TOO_MANY_IDENTITIES,
    /** The event is the outcome of a chain of runs of which this flow is part. */
    CHAIN_LOOP,
    /** The event is the outcome of a chain of as many runs as may follow each other. */
    CHAIN_TOO_LONG,
    /** The fan is a test fan, and a flow in test mode took the event instead of this flow. */
    TAKEN_BY_TEST,
    /** The message was an opt-out, which is honored before any flow is considered. */
    STOPPED,
    /** The message revoked an opt-out. */
    RESTARTED,
    /** The message confirmed the consent that the project asked to confirm. */
    CONFIRMED,
    /** The message requested help, which the provider answers. */
    HELP,
    /** Dry runs only: the flow has never been activated. */
    FLOW_DRAFT,
    /** Dry runs only: the flow is paused. */
    FLOW_PAUSED,
    /** Dry runs only: the flow is archived. */
    FLOW_ARCHIVED,
    /** Dry runs only: the subject of the event is not that of the flow's trigger. */
    OTHER_SCOPE;

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<NotStartedReason> ofWireName(String wireName) {
        return Arrays.stream(values()).filter(it -> it.wireName().equals(wireName)).findFirst();
    }
}
