package dev.actionflows.domain.streaming;

/**
 * The two ways in which Spotify's apps save and follow. Which of them an app may use depends on its
 * age and quota (migration guide of February 2026): new apps in development mode only {@link
 * #LIBRARY}, older ones both, and apps with extended quota at least {@link #DEPRECATED}.
 */
public enum SpotifyEndpoint {
    /** {@code PUT /v1/me/library?uris=…}, for everything. */
    LIBRARY,
    /** One endpoint for each type, such as {@code PUT /v1/me/albums?ids=…}. */
    DEPRECATED;

    public SpotifyEndpoint other() {
        return this == LIBRARY ? DEPRECATED : LIBRARY;
    }
}
