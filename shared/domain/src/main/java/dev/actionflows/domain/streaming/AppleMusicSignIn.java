package dev.actionflows.domain.streaming;

import java.time.Duration;
import java.util.Optional;

/**
 * Authorization of an app at Apple Music: MusicKit in the fan's browser asks the fan and returns a
 * music user token.
 */
public interface AppleMusicSignIn {
    /**
     * The developer token for MusicKit.
     *
     * @return a developer token that is valid for minutes at least; empty if the app's key is
     *     invalid
     */
    Optional<String> developerToken(StreamingApp.AppleMusic app);

    /**
     * Checks that a music user token is valid for this app.
     *
     * @param timeout for all requests of this call together
     */
    AuthorizationAnswer check(StreamingApp.AppleMusic app, String userToken, Duration timeout);
}
