package dev.actionflows.domain.streaming;

import java.time.Duration;
import java.util.Optional;

/**
 * How fans authorize an app at Apple Music: MusicKit in the fan's browser asks them, and hands over
 * a music user token.
 */
public interface AppleMusicSignIn {
    /**
     * What MusicKit needs to be told about the app.
     *
     * @return a developer token that lasts at least for minutes; empty when the app's key is none
     */
    Optional<String> developerToken(StreamingApp.AppleMusic app);

    /**
     * Asks whether a music user token is one, and for this app.
     *
     * @param timeout for all requests of this call together
     */
    AuthorizationAnswer check(StreamingApp.AppleMusic app, String userToken, Duration timeout);
}
