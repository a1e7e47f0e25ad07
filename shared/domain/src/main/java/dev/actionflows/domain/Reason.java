package dev.actionflows.domain;

import java.util.Locale;

/**
 * Why a step has the outcome it has, for machines: the wire name is the constant's name in lower
 * case and is part of the HTTP contract. A reason may be added, never renamed.
 */
public enum Reason {
    // COMPLETED
    /** The pre-save is stored; the release-day job saves the release. */
    REGISTERED,
    /** The release is in the fan's library. */
    SAVED,
    /** The fan follows the artist. */
    FOLLOWED,
    /** The fan is a member of the segment. */
    ADDED,
    /** The provider took the message. */
    ACCEPTED,
    /** The message has reached the fan, as far as the carrier tells. */
    DELIVERED,

    // WAITING and SKIPPED: requirements
    /** The fan has no streaming connection that this step could use. */
    NOT_CONNECTED,
    /** The fan's streaming authorization has ended; only the fan can renew it. */
    RECONNECT_NEEDED,
    /** The project has no phone number. */
    NO_NUMBER,
    /** The fan is known, but not by a phone number. */
    NO_PHONE,
    /** The fan sent STOP. */
    STOPPED,
    /** The fan has never agreed to be sent messages of this kind. */
    NO_CONSENT,
    /** The flow is paused. */
    FLOW_PAUSED,
    /** The flow has been put away, or deleted. */
    FLOW_ARCHIVED,
    /** The project has no app of that streaming service. */
    NO_APP,
    /** The release or the artist has no id at the fan's streaming service. */
    NOT_AT_PROVIDER,
    /** The provider has no such operation. */
    NOT_SUPPORTED,
    /** For this fan the message has no text. */
    EMPTY_TEXT,
    /** An earlier step failed, and the flow says to stop then. */
    EARLIER_STEP_FAILED,

    // WAITING and FAILED: providers
    /** The provider asked to come back later (429). */
    RATE_LIMITED,
    /** The provider answered 5xx, refused the connection or did not answer in time. */
    PROVIDER_UNAVAILABLE,
    /** The fan's record changed at this very moment. */
    FAN_CHANGED,
    /** One "token revoked" may be the provider's own outage; it is asked again later. */
    AUTHORIZATION_IN_DOUBT,

    // FAILED
    /** The thing the step refers to (release, segment) is not there any more. */
    NOT_FOUND,
    /** The provider does not allow it (403): app not allow-listed, scope missing. */
    FORBIDDEN,
    /** The provider does not know the release, artist or account (404). */
    UNKNOWN_AT_PROVIDER,
    /** The provider rejects the request itself (400). */
    REJECTED,
    /** The provider does not accept the project's credentials. */
    CREDENTIALS_REJECTED,
    /** For this fan the text is longer than the provider takes. */
    TEXT_TOO_LONG,
    /** The phone number cannot receive texts. */
    UNREACHABLE_NUMBER,
    /**
     * A carrier's filter held the message back: its content, or a sender that is not registered.
     */
    FILTERED,
    /** The provider took the message and could not deliver it. */
    NOT_DELIVERED,
    /**
     * The fan would be known in more ways than one person is; what it was is not joined to them.
     */
    TOO_MANY_IDENTITIES,
    /** Our own error; the log has the details. */
    INTERNAL_ERROR,

    // UNKNOWN
    /** The provider was asked, and no answer tells whether it acted. */
    NO_ANSWER,
    /** The function ended between asking the provider and recording its answer. */
    INTERRUPTED;

    /**
     * Whether the provider failed or turned us down, which its operator or ours can mend; not what
     * is a matter of the fan alone.
     */
    public boolean isOfProvider() {
        return switch (this) {
            case RATE_LIMITED,
                    PROVIDER_UNAVAILABLE,
                    AUTHORIZATION_IN_DOUBT,
                    FORBIDDEN,
                    UNKNOWN_AT_PROVIDER,
                    REJECTED,
                    CREDENTIALS_REJECTED,
                    FILTERED,
                    NOT_DELIVERED,
                    NO_ANSWER ->
                    true;
            case REGISTERED,
                    SAVED,
                    FOLLOWED,
                    ADDED,
                    ACCEPTED,
                    DELIVERED,
                    NOT_CONNECTED,
                    RECONNECT_NEEDED,
                    NO_NUMBER,
                    NO_PHONE,
                    STOPPED,
                    NO_CONSENT,
                    FAN_CHANGED,
                    FLOW_PAUSED,
                    FLOW_ARCHIVED,
                    NO_APP,
                    NOT_AT_PROVIDER,
                    NOT_SUPPORTED,
                    EMPTY_TEXT,
                    EARLIER_STEP_FAILED,
                    NOT_FOUND,
                    TEXT_TOO_LONG,
                    UNREACHABLE_NUMBER,
                    TOO_MANY_IDENTITIES,
                    INTERNAL_ERROR,
                    INTERRUPTED ->
                    false;
        };
    }

    /** The name in JSON, in the ledger and in logs, such as {@code not_connected}. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * @throws IllegalArgumentException when there is no such reason
     */
    public static Reason ofWireName(String wireName) {
        return valueOf(wireName.toUpperCase(Locale.ROOT));
    }
}
