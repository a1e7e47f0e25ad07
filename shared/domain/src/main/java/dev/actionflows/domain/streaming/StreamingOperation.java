package dev.actionflows.domain.streaming;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/** Operations on a fan's behalf, and the scopes they require. */
public enum StreamingOperation {
    SAVE_ALBUM("user-library-modify"),
    FOLLOW_ARTIST("user-follow-modify");

    private final String spotifyScope;

    StreamingOperation(String spotifyScope) {
        this.spotifyScope = spotifyScope;
    }

    /** The scopes of all operations. */
    public static Set<String> allScopesAt(StreamingProvider provider) {
        return Arrays.stream(values())
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
