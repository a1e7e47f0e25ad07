package dev.actionflows.providers;

import dev.actionflows.domain.streaming.SpotifyEndpoint;
import dev.actionflows.domain.streaming.StreamingOperation;

import java.util.List;
import java.util.Locale;

/**
 * Tells an endpoint that does not serve an app from other refusals. Spotify answers 403 to apps for
 * which an endpoint is closed (migration guide of February 2026), and 404 where there is none; both
 * statuses have other meanings, too.
 */
final class SpotifyDialects {
    private static final int METHOD_NOT_ALLOWED = 405;
    private static final int GONE = 410;

    /**
     * What the messages of other 403s contain: the owner of the app has no subscription ("Active
     * premium subscription required for the owner of the app", seen in mralexsaavedra/spotiarr#4),
     * the fan has not granted the scope ("Insufficient client scope"), or is not on the allow-list
     * of an app in development mode ("User not registered in the Developer Dashboard").
     */
    private static final List<String> OTHER_REASONS = List.of("premium", "scope", "registered");

    private SpotifyDialects() {}

    /** Whether the answer may mean that the endpoint does not serve the app for the operation. */
    static boolean mayNotServe(
            SpotifyEndpoint endpoint, StreamingOperation operation, Answer answer) {
        return switch (answer.status()) {
            case Answer.NOT_FOUND, METHOD_NOT_ALLOWED, GONE -> true;
            case Answer.FORBIDDEN -> !hasAnotherReason(answer);
            // the reference does not list artists among the URIs of the library
            case Answer.BAD_REQUEST ->
                    endpoint == SpotifyEndpoint.LIBRARY
                            && operation == StreamingOperation.FOLLOW_ARTIST;
            default -> false;
        };
    }

    private static boolean hasAnotherReason(Answer answer) {
        String message = answer.text("error", "message").orElse("").toLowerCase(Locale.ROOT);
        return OTHER_REASONS.stream().anyMatch(message::contains);
    }
}
