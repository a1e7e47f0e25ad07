package dev.actionflows.domain.run;

import dev.actionflows.domain.Reason;

import java.util.Map;
import java.util.Optional;

/** Which link helps a fan for whom a streaming step could not act. */
public enum LinkNeed {
    /** The link to connect: the step acts once the fan has connected an account. */
    CONNECT,
    /** The link to the thing itself: the step could not act for a connected fan either. */
    RELEASE;

    private static final Map<Reason, LinkNeed> BY_REASON =
            Map.of(
                    Reason.NOT_CONNECTED, CONNECT,
                    Reason.RECONNECT_NEEDED, CONNECT,
                    Reason.NO_APP, RELEASE,
                    // an app outside of Spotify's extended quota may act for a few listed fans only
                    Reason.FORBIDDEN, RELEASE,
                    Reason.NOT_AT_PROVIDER, RELEASE,
                    Reason.NOT_SUPPORTED, RELEASE);

    /**
     * The link for a fan for whom a streaming step was skipped, waits or failed.
     *
     * @return empty if no link helps, because the step goes on by itself or an operator has to act
     */
    public static Optional<LinkNeed> of(Reason reason) {
        return Optional.ofNullable(BY_REASON.get(reason));
    }
}
