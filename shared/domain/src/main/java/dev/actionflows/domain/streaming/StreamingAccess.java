package dev.actionflows.domain.streaming;

/**
 * Credentials for a request on a fan's behalf, unsealed; never stored or logged in this form.
 *
 * @param app the project's app at the provider
 * @param token Spotify: the fan's access token; Apple Music: the fan's music user token
 * @param endpoint Spotify: the endpoint that is known or presumed to serve the app for this
 *     operation
 * @param mayProbe whether the other endpoint is tried if this one does not serve the app
 */
public record StreamingAccess(
        StreamingApp app, String token, SpotifyEndpoint endpoint, boolean mayProbe) {
    /** For an app of which nothing is known. */
    public StreamingAccess(StreamingApp app, String token) {
        this(app, token, SpotifyEndpoint.LIBRARY, true);
    }

    @Override
    public String toString() {
        return "StreamingAccess[" + app + "]";
    }
}
