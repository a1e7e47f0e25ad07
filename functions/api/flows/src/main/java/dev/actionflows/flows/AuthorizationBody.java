package dev.actionflows.flows;

import dev.actionflows.domain.document.Fields;
import dev.actionflows.domain.management.Authorization;
import dev.actionflows.domain.streaming.StreamingOperation;
import dev.actionflows.domain.streaming.StreamingProvider;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The body that connects a fan: the service's token for the fan and the scopes that the fan
 * granted.
 */
final class AuthorizationBody {
    private static final int MAX_TOKEN_LENGTH = 4000;
    private static final int MAX_SCOPES = 50;

    /** Tolerance for a caller's clock that is ahead of ours. */
    private static final Duration CLOCK_DIFFERENCE = Duration.ofMinutes(1);

    private static final Pattern SCOPE = Pattern.compile("[a-z][a-z-]{0,63}");

    private AuthorizationBody() {}

    static Optional<Authorization> decode(Fields fields, StreamingProvider provider, Instant now) {
        Optional<String> token = fields.requiredText(tokenName(provider), MAX_TOKEN_LENGTH);
        Set<String> scopes = scopes(fields, provider);
        Optional<Instant> at =
                fields.optional(
                        "authorizedAt",
                        text -> Times.parseInstant(text).filter(it -> isPast(it, now)),
                        "a time such as 2026-11-02T12:00:00Z, and not in the future");
        return token.map(secret -> new Authorization(provider, secret, scopes, at.orElse(now)));
    }

    private static boolean isPast(Instant time, Instant now) {
        return !time.isAfter(now.plus(CLOCK_DIFFERENCE));
    }

    private static String tokenName(StreamingProvider provider) {
        return switch (provider) {
            case SPOTIFY -> "refreshToken";
            case APPLE_MUSIC -> "userToken";
        };
    }

    private static Set<String> scopes(Fields fields, StreamingProvider provider) {
        return switch (provider) {
            case SPOTIFY -> {
                List<String> given =
                        fields.optionalList(
                                "scopes",
                                MAX_SCOPES,
                                text -> Optional.of(text).filter(it -> SCOPE.matcher(it).matches()),
                                "a scope such as user-library-modify");
                yield given.isEmpty()
                        ? StreamingOperation.usualScopesAt(provider)
                        : Set.copyOf(given);
            }
            case APPLE_MUSIC -> Set.of();
        };
    }
}
