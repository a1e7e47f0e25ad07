package dev.actionflows.domain.streaming;

import java.util.Collection;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/** Operations on a fan's behalf, and the scopes they require. */
public enum StreamingOperation {
    SAVE_ALBUM("user-library-modify"),
    SAVE_TRACK("user-library-modify"),
    /** A public playlist: Spotify has another scope for private ones. */
    FOLLOW_PLAYLIST("playlist-modify-public"),
    FOLLOW_ARTIST("user-follow-modify");

    private final String spotifyScope;

    StreamingOperation(String spotifyScope) {
        this.spotifyScope = spotifyScope;
    }

    /**
     * The scopes that a fan is asked for who connects an account without an action, so that one
     * authorization serves most flows. {@link #FOLLOW_PLAYLIST} is not among them: its scope also
     * permits changing the fan's playlists, and is requested only when a step needs it.
     */
    public static Set<String> usualScopesAt(StreamingProvider provider) {
        return scopesAt(provider, EnumSet.complementOf(EnumSet.of(FOLLOW_PLAYLIST)));
    }

    /** The scopes of these operations together. */
    public static Set<String> scopesAt(
            StreamingProvider provider, Collection<StreamingOperation> operations) {
        return operations.stream()
                .flatMap(operation -> operation.scopesAt(provider).stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    /** The scopes that the connection must have; none for Apple Music. */
    public Set<String> scopesAt(StreamingProvider provider) {
        return switch (provider) {
            case SPOTIFY -> Set.of(spotifyScope);
            case APPLE_MUSIC -> Set.of();
        };
    }
}
