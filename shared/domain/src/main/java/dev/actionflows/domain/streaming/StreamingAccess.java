package dev.actionflows.domain.streaming;

/**
 * Credentials for a request on a fan's behalf, unsealed; never stored or logged in this form.
 *
 * @param app the project's app at the provider
 * @param token Spotify: the fan's access token; Apple Music: the fan's music user token
 */
public record StreamingAccess(StreamingApp app, String token) {
    @Override
    public String toString() {
        return "StreamingAccess[" + app + "]";
    }
}
