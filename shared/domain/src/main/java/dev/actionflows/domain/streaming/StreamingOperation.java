package dev.actionflows.domain.streaming;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/** What can be done on a fan's behalf, and what the fan must have allowed for it. */
public enum StreamingOperation {
    SAVE_ALBUM("user-library-modify"),
    FOLLOW_ARTIST("user-follow-modify");

    private final String spotifyScope;

    StreamingOperation(String spotifyScope) {
        this.spotifyScope = spotifyScope;
    }

    /** Scopes that a connection needs for everything that can be done with it. */
    public static Set<String> allScopesAt(StreamingProvider provider) {
        return Arrays.stream(values())
                .flatMap(operation -> operation.scopesAt(provider).stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Scopes that the connection must have; Apple Music knows none. */
    public Set<String> scopesAt(StreamingProvider provider) {
        return switch (provider) {
            case SPOTIFY -> Set.of(spotifyScope);
            case APPLE_MUSIC -> Set.of();
        };
    }
}
