package dev.actionflows.domain.connect;

import dev.actionflows.domain.streaming.StreamingOperation;
import dev.actionflows.domain.streaming.StreamingProvider;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a project will be allowed to do in a fan's account, in the terms of a fan. The scopes are
 * Spotify's (developer.spotify.com/documentation/web-api/concepts/scopes).
 */
public enum Permission {
    SAVE_MUSIC("user-library-modify"),
    FOLLOW_ARTISTS("user-follow-modify"),
    FOLLOW_PLAYLISTS("playlist-modify-public");

    private final String spotifyScope;

    Permission(String spotifyScope) {
        this.spotifyScope = spotifyScope;
    }

    /** The permissions that these scopes give. Apple Music has no scopes and saves music only. */
    static Set<Permission> of(StreamingProvider provider, Set<String> scopes) {
        return switch (provider) {
            case SPOTIFY ->
                    Arrays.stream(values())
                            .filter(it -> scopes.contains(it.spotifyScope))
                            .collect(
                                    Collectors.toCollection(
                                            () -> EnumSet.noneOf(Permission.class)));
            case APPLE_MUSIC -> EnumSet.of(SAVE_MUSIC);
        };
    }

    /**
     * The minimal scopes of the action; without an action, the usual ones.
     *
     * @param playlists whether those for playlists are requested in addition, by a link whose flow
     *     adds one
     */
    static Set<String> scopes(
            Optional<FanAction> action, StreamingProvider provider, boolean playlists) {
        if (action.isPresent()) {
            return action.get().operation().scopesAt(provider);
        }
        Set<String> scopes = new HashSet<>(StreamingOperation.usualScopesAt(provider));
        if (playlists) {
            scopes.addAll(StreamingOperation.FOLLOW_PLAYLIST.scopesAt(provider));
        }
        return scopes;
    }
}
