package dev.actionflows.domain.project;

/** The project's own app at Spotify. */
public record SpotifyApp(String clientId, Sealed clientSecret) {
    /** The context for which {@link #clientSecret} is sealed. */
    public static final String CLIENT_SECRET_CONTEXT = "spotify-client-secret";
}
