package dev.actionflows.domain;

import dev.actionflows.domain.step.OnUnmet;

import java.util.Locale;

/**
 * Why a step has its outcome: the wire name is the constant's name in lower case and part of the
 * HTTP contract. Reasons may be added but never renamed.
 */
public enum Reason {
    // COMPLETED
    /** The pre-save, or the opt-in, is stored; the release-day job saves the release. */
    REGISTERED,
    /** The release, the track or the playlist is in the fan's library. */
    SAVED,
    /** The fan follows the artist. */
    FOLLOWED,
    /** The fan is a member of the segment. */
    ADDED,
    /** The time of a wait has come. */
    WAITED,
    /** The provider accepted the message. */
    ACCEPTED,
    /** The message has reached the fan, according to the carrier. */
    DELIVERED,

    // HELD_OUT
    /** The fan belongs to the share that the flow sends nothing. */
    HOLDOUT,

    // WAITING and SKIPPED: the flow itself
    /** The time of a wait has not come yet. */
    WAITING_FOR_TIME,
    /** The run was cancelled; UNKNOWN if the step may have been in progress. */
    CANCELLED,
    /** The project has stopped all sends. */
    SENDING_STOPPED,
    /** The condition of the step, or of the one whose fallback it is, was not met. */
    CONDITION_NOT_MET,
    /**
     * The fan has replied, and the flow stops then; UNKNOWN if an earlier attempt may have done it.
     */
    FAN_REPLIED,

    // WAITING and SKIPPED: requirements
    /** The fan has no streaming connection that this step can use. */
    NOT_CONNECTED,
    /** The fan's streaming authorization has ended; only the fan can renew it. */
    RECONNECT_NEEDED,
    /** The release is not out yet. */
    NOT_RELEASED,
    /**
     * The release was cancelled; UNKNOWN if an earlier attempt may have saved it. After a wait for
     * it, also the reason of all later steps.
     */
    RELEASE_CANCELLED,
    /** The project has no phone number. */
    NO_NUMBER,
    /** The fan has no phone number. */
    NO_PHONE,
    /** The project has no email sender. */
    NO_SENDER,
    /** The fan has no email address. */
    NO_EMAIL,
    /** The project has no Instagram account with an access token. */
    NO_INSTAGRAM_ACCOUNT,
    /** Instagram has ended the authorization of the project's account; its owner can renew it. */
    ACCOUNT_DISCONNECTED,
    /** The fan has no Instagram account, as far as known. */
    NO_INSTAGRAM,
    /** The fan has not written to the account lately, so that it may not write to the fan. */
    OUTSIDE_WINDOW,
    /** The comment has had its one private reply. */
    ALREADY_REPLIED,
    /** The fan sent STOP. */
    STOPPED,
    /** The fan unsubscribed from the project's mail. */
    UNSUBSCRIBED,
    /** The fan reported a mail of the project as spam. */
    COMPLAINED,
    /** The fan has never agreed to receive messages of this kind. */
    NO_CONSENT,
    /** The fan's address has not confirmed its consent, which the project requires. */
    CONSENT_UNCONFIRMED,
    /** The fan's quiet hours. */
    QUIET_HOURS,
    /** The fan's time zone is unknown, so that no time is certain to be outside quiet hours. */
    NO_ALLOWED_HOURS,
    /** The fan has been sent as many messages lately as the project's frequency cap permits. */
    FREQUENCY_CAP,
    /** The project's credits are used up. */
    CREDITS_USED_UP,
    /** The step is the fallback of a message that was sent, or may have been. */
    EARLIER_MESSAGE_SENT,
    /** The step is the fallback of a message that was held out. */
    EARLIER_MESSAGE_HELD_OUT,
    /** The step is the link message of a streaming step that was done. */
    EARLIER_STEP_COMPLETED,
    /** The step is the link message of a streaming step that is delayed and needs no link. */
    EARLIER_STEP_PENDING,
    /** The step is a link message, and no link in it helps this fan. */
    NO_HELPFUL_LINK,
    /** The fan has already got a link message for the same release, artist, track or playlist. */
    LINK_ALREADY_SENT,
    /** Another link message to the fan for the same thing is being sent. */
    LINK_IN_PROGRESS,
    /** The flow is paused. */
    FLOW_PAUSED,
    /** The flow is archived or deleted. */
    FLOW_ARCHIVED,
    /** The project has no app at that streaming service. */
    NO_APP,
    /** The release, track, playlist or artist has no id at the fan's streaming service. */
    NOT_AT_PROVIDER,
    /** The id at the fan's streaming service is still being searched. */
    ID_PENDING,
    /** The provider does not offer this operation. */
    NOT_SUPPORTED,
    /** The text of the message is empty for this fan. */
    EMPTY_TEXT,
    /** An earlier step failed, and the flow stops on failure. */
    EARLIER_STEP_FAILED,

    // WAITING and FAILED: providers
    /** The provider is throttling requests (429). */
    RATE_LIMITED,
    /**
     * The provider accepted the request, but the object does not appear in the fan's library: Apple
     * Music silently ignores what it cannot add.
     */
    NOT_IN_LIBRARY_YET,
    /** The provider responded with 5xx, refused the connection or timed out. */
    PROVIDER_UNAVAILABLE,
    /** The provider's daily quota is used up. */
    QUOTA_EXCEEDED,
    /** The mail service has paused sending for this account. */
    SENDING_PAUSED,
    /** The fan's record changed concurrently. */
    FAN_CHANGED,
    /** Another process is refreshing the fan's access token. */
    TOKEN_REFRESHING,
    /** A single "token revoked" may be the provider's outage; it is verified later. */
    AUTHORIZATION_IN_DOUBT,

    // FAILED
    /** The object the step refers to (release, segment) no longer exists. */
    NOT_FOUND,
    /** The wait is until a time of day, and the fan's time zone is unknown. */
    NO_TIME_ZONE,
    /** The wait would be longer than a year. */
    WAIT_TOO_LONG,
    /** The provider forbids it (403): app not allow-listed, scope missing. */
    FORBIDDEN,
    /** The provider does not know the release, track, playlist, artist or account (404). */
    UNKNOWN_AT_PROVIDER,
    /** The provider rejects the request itself (400). */
    REJECTED,
    /** The provider does not accept the project's credentials. */
    CREDENTIALS_REJECTED,
    /** The provider has not verified or activated the project's sender. */
    SENDER_NOT_VERIFIED,
    /**
     * The mailbox does not exist or rejects mail permanently. Later mail to it is SKIPPED for this
     * reason.
     */
    BOUNCED,
    /** For this fan the text is longer than the provider accepts. */
    TEXT_TOO_LONG,
    /** The phone number cannot receive texts. */
    UNREACHABLE_NUMBER,
    /** The account or the conversation no longer exists, or the fan has blocked the sender. */
    FAN_UNREACHABLE,
    /** A carrier filtered the message because of its content or an unregistered sender. */
    FILTERED,
    /** The provider accepted the message but could not deliver it. */
    NOT_DELIVERED,
    /** The fan would have more identities than a fan can have; the records are not merged. */
    TOO_MANY_IDENTITIES,
    /** An internal error; see the log. */
    INTERNAL_ERROR,

    // UNKNOWN
    /** The provider was called, and no response showed whether it acted. */
    NO_ANSWER,
    /** The function ended between calling the provider and recording its response. */
    INTERRUPTED;

    /**
     * Whether the provider failed or rejected the request, which its operator or we can fix; false
     * for reasons that concern only the fan.
     */
    public boolean isOfProvider() {
        return switch (this) {
            case RATE_LIMITED,
                    NOT_IN_LIBRARY_YET,
                    PROVIDER_UNAVAILABLE,
                    AUTHORIZATION_IN_DOUBT,
                    FORBIDDEN,
                    UNKNOWN_AT_PROVIDER,
                    REJECTED,
                    CREDENTIALS_REJECTED,
                    ACCOUNT_DISCONNECTED,
                    QUOTA_EXCEEDED,
                    SENDING_PAUSED,
                    SENDER_NOT_VERIFIED,
                    FILTERED,
                    NOT_DELIVERED,
                    NO_ANSWER ->
                    true;
            case REGISTERED,
                    SAVED,
                    FOLLOWED,
                    ADDED,
                    WAITED,
                    WAITING_FOR_TIME,
                    CANCELLED,
                    SENDING_STOPPED,
                    CONDITION_NOT_MET,
                    FAN_REPLIED,
                    NO_TIME_ZONE,
                    WAIT_TOO_LONG,
                    ACCEPTED,
                    DELIVERED,
                    NOT_CONNECTED,
                    RECONNECT_NEEDED,
                    NOT_RELEASED,
                    RELEASE_CANCELLED,
                    NO_NUMBER,
                    NO_PHONE,
                    NO_SENDER,
                    NO_EMAIL,
                    NO_INSTAGRAM_ACCOUNT,
                    NO_INSTAGRAM,
                    OUTSIDE_WINDOW,
                    ALREADY_REPLIED,
                    STOPPED,
                    UNSUBSCRIBED,
                    COMPLAINED,
                    NO_CONSENT,
                    CONSENT_UNCONFIRMED,
                    FAN_CHANGED,
                    TOKEN_REFRESHING,
                    QUIET_HOURS,
                    NO_ALLOWED_HOURS,
                    FREQUENCY_CAP,
                    CREDITS_USED_UP,
                    HOLDOUT,
                    EARLIER_MESSAGE_SENT,
                    EARLIER_MESSAGE_HELD_OUT,
                    EARLIER_STEP_COMPLETED,
                    EARLIER_STEP_PENDING,
                    NO_HELPFUL_LINK,
                    LINK_ALREADY_SENT,
                    LINK_IN_PROGRESS,
                    FLOW_PAUSED,
                    FLOW_ARCHIVED,
                    NO_APP,
                    NOT_AT_PROVIDER,
                    ID_PENDING,
                    NOT_SUPPORTED,
                    EMPTY_TEXT,
                    EARLIER_STEP_FAILED,
                    NOT_FOUND,
                    TEXT_TOO_LONG,
                    BOUNCED,
                    UNREACHABLE_NUMBER,
                    FAN_UNREACHABLE,
                    TOO_MANY_IDENTITIES,
                    INTERNAL_ERROR,
                    INTERRUPTED ->
                    false;
        };
    }

    /**
     * What a step does that waits for this reason: an operator who has stopped something lets
     * nothing be skipped because of it, and a paused flow does nothing else meanwhile.
     */
    public OnUnmet policy(OnUnmet own) {
        return this == FLOW_PAUSED || (this == SENDING_STOPPED && own == OnUnmet.SKIP)
                ? OnUnmet.HOLD
                : own;
    }

    /** The name in JSON, in the ledger and in logs, such as {@code not_connected}. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * @throws IllegalArgumentException if there is no such reason
     */
    public static Reason ofWireName(String wireName) {
        String name = wireName.toUpperCase(Locale.ROOT);
        // runs that were stored before the spelling changed
        return valueOf(name.equals("AUTHORISATION_IN_DOUBT") ? "AUTHORIZATION_IN_DOUBT" : name);
    }
}
