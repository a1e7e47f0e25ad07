package dev.actionflows.providers;

import dev.actionflows.domain.streaming.AccessGrant;
import dev.actionflows.domain.streaming.RefreshAnswer;
import dev.actionflows.domain.streaming.StreamingApp;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Access tokens of apps, for requests without a fan; cached until shortly before their end. */
final class SpotifyAppTokens {
    private static final Duration RENEWED_BEFORE_ITS_END = Duration.ofMinutes(5);
    private static final int MAX_APPS = 100;

    private final SpotifyTokens tokens;
    private final InstantSource time;
    private final Map<StreamingApp.Spotify, CachedToken> cached = new ConcurrentHashMap<>();

    private record CachedToken(String token, Instant renewal) {}

    SpotifyAppTokens(SpotifyTokens tokens, InstantSource time) {
        this.tokens = tokens;
        this.time = time;
    }

    /** The token that is cached for the app. */
    Optional<String> cached(StreamingApp.Spotify app) {
        return Optional.ofNullable(cached.get(app))
                .filter(it -> time.instant().isBefore(it.renewal()))
                .map(CachedToken::token);
    }

    /** Requests a new token, and caches it. */
    RefreshAnswer request(StreamingApp.Spotify app, TimeBudget budget) {
        Instant now = time.instant();
        RefreshAnswer answer = tokens.ofApp(app, budget);
        if (answer instanceof RefreshAnswer.Granted(AccessGrant grant, Optional<String> _)) {
            if (cached.size() >= MAX_APPS) {
                cached.clear();
            }
            cached.put(
                    app,
                    new CachedToken(
                            grant.accessToken(),
                            now.plus(grant.expiresIn()).minus(RENEWED_BEFORE_ITS_END)));
        }
        return answer;
    }
}
