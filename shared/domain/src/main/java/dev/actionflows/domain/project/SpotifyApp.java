package dev.actionflows.domain.project;

/** The project's own app at Spotify. */
public record SpotifyApp(String clientId, Sealed clientSecret) {
    /** What {@link #clientSecret} is sealed for. */
    public static final String CLIENT_SECRET_CONTEXT = "spotify-client-secret";
}
