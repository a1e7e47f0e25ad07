package dev.actionflows.domain.inbox;

import java.util.Locale;

/** What needs a person, in the order in which it is shown. The names are part of the contract. */
public enum InboxKind {
    /** The project has stopped all messages of its flows. */
    SENDING_STOPPED,
    /** The granted or the monthly credits are used up, or a text was not sent for lack of them. */
    CREDITS_USED_UP,
    /** At least 80 % of the granted or the monthly credits are used. */
    CREDITS_NEARLY_USED,
    /** Instagram has ended the authorization of the project's account, or its token has expired. */
    INSTAGRAM_DISCONNECTED,
    /** The token of the project's Instagram account expires soon: refreshing it has failed. */
    INSTAGRAM_TOKEN_EXPIRING,
    /** A streaming service does not serve the project's app for a while. */
    STREAMING_APP_LIMITED,
    /** The job that saves a release for the fans who pre-saved it has not dealt with everybody. */
    RELEASE_DAY_FAILED,
    /** A streaming service has no certain match for releases, or rejects the project's app. */
    RELEASES_NOT_MATCHED,
    /** Runs that cannot make progress are tried at growing intervals only. */
    RUNS_SET_ASIDE,
    /** Nobody knows whether steps were done; a message is not sent again. */
    STEPS_UNKNOWN,
    /** Steps failed for a reason that the project, its provider or its operator can remove. */
    STEPS_FAILED,
    /** Steps wait, or were skipped, because the project lacks something. */
    STEPS_BLOCKED,
    /** Messages within the deployment failed so often that they wait for its operator. */
    DEAD_LETTERS;

    /** The name in JSON. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
