package dev.actionflows.simulator;

import dev.actionflows.domain.fan.Connection;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.streaming.RefreshAnswer;
import dev.actionflows.domain.streaming.StreamingProvider;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The tokens of a streaming service, and the check that they are refreshed only when needed, by one
 * process at a time, and that none is lost.
 */
final class TokenCheck {
    /** What production code regards as usable. */
    private static final Duration LEAST_LIFETIME = Duration.ofMinutes(1);

    private final Kernel kernel;
    private final Faults faults;
    private final ViolationLog violations;
    private final Map<String, Kernel.Actor> refreshing = new HashMap<>();

    /** When the access token ends that is stored with a refresh token. */
    private final Map<String, Instant> storedUntil = new HashMap<>();

    /** When the access token ends that was issued last for a refresh token. */
    private final Map<String, Instant> issuedUntil = new HashMap<>();

    /** The refresh tokens of access tokens, and their ends. */
    private final Map<String, String> users = new HashMap<>();

    private final Map<String, Instant> ends = new HashMap<>();
    private final Set<String> revoked = new HashSet<>();
    private final Set<String> replaced = new HashSet<>();

    /** The new refresh tokens that processes have received and not stored yet. */
    private final Map<Kernel.Actor, String> received = new HashMap<>();

    /** The authorization of each service that was stored last under each id of a fan. */
    private final Map<Place, Grant> grants = new HashMap<>();

    private record Place(FanId fan, StreamingProvider provider) {}

    private record Grant(String userToken, Instant authorizedAt, Set<String> scopes) {}

    TokenCheck(Kernel kernel, Faults faults, ViolationLog violations) {
        this.kernel = kernel;
        this.faults = faults;
        this.violations = violations;
    }

    /** A process refreshes a token. */
    RefreshAnswer refreshing(String userToken, Supplier<RefreshAnswer> refresh) {
        Kernel.Actor process = kernel.current();
        if (refreshing.putIfAbsent(userToken, process) != null) {
            violations.add(Guarantee.REFRESHED_ONCE, "two processes refresh at the same time");
        }
        // with faults, a process may die before it has stored what it received
        Instant stored =
                (faults.peaceful() ? issuedUntil : storedUntil)
                        .getOrDefault(userToken, Instant.MIN);
        if (stored.isAfter(kernel.instant().plus(LEAST_LIFETIME))) {
            violations.add(Guarantee.REFRESHED_ONCE, "refreshed although a token is stored");
        }
        try {
            RefreshAnswer answer = refresh.get();
            if (answer instanceof RefreshAnswer.Granted granted) {
                granted.rotatedUserToken().ifPresent(token -> received.put(process, token));
            }
            return answer;
        } finally {
            refreshing.remove(userToken, process);
        }
    }

    /** The service issues tokens, and sometimes accepts the previous refresh token no longer. */
    void issued(String userToken, RefreshAnswer answer) {
        if (answer instanceof RefreshAnswer.Granted granted) {
            String user = granted.rotatedUserToken().orElse(userToken);
            users.put(granted.access().accessToken(), user);
            Instant end = kernel.instant().plus(granted.access().expiresIn());
            ends.put(granted.access().accessToken(), end);
            issuedUntil.put(user, end);
            if (!user.equals(userToken) && kernel.chance("replaced").hits(0.5)) {
                replaced.add(userToken);
            }
        }
    }

    boolean isReplaced(String userToken) {
        return replaced.contains(userToken);
    }

    boolean isValid(String accessToken) {
        return !revoked.contains(accessToken)
                && kernel.instant().isBefore(ends.getOrDefault(accessToken, Instant.MAX));
    }

    /** The service has rejected an access token, so that it may be refreshed. */
    void revoke(String accessToken) {
        revoked.add(accessToken);
        Optional.ofNullable(users.get(accessToken)).ifPresent(storedUntil::remove);
    }

    /**
     * A process makes a request with an access token. It may deal with several fans, one after the
     * other.
     */
    void used(String accessToken) {
        String userToken = users.get(accessToken);
        if (userToken != null && received.remove(kernel.current(), userToken)) {
            violations.add(
                    Guarantee.REFRESHED_ONCE,
                    "a token was used before its refresh token was stored");
        }
    }

    /**
     * A new authorization is stored. One that is stored already, from a request that is sent again,
     * would lose its lease and the tokens that it has got since, unless it has ended or was deleted
     * meanwhile.
     */
    void authorized(Connection connection, String userToken) {
        Grant grant = new Grant(userToken, connection.authorizedAt(), connection.scopes());
        if (grant.equals(grants.put(new Place(connection.fan(), connection.provider()), grant))) {
            violations.add(
                    Guarantee.REFRESHED_ONCE,
                    "an authorization that was sent again replaced its own tokens");
        }
        refreshing.remove(userToken);
        replaced.remove(userToken);
        issuedUntil.remove(userToken);
    }

    /** A fan's connections to a service are deleted, or have ended. */
    void over(List<FanId> ids, StreamingProvider provider) {
        ids.forEach(fan -> grants.remove(new Place(fan, provider)));
    }

    /** What a process has received is not stored: the fan has reconnected or disconnected. */
    void notStored(String userToken) {
        issuedUntil.remove(userToken);
        received.values().remove(userToken);
    }

    /** A connection is stored, with an access token or without. */
    void stored(String userToken, Optional<String> accessToken, Optional<Instant> until) {
        accessToken
                .filter(token -> !revoked.contains(token))
                .flatMap(_ -> until)
                .ifPresentOrElse(
                        it -> storedUntil.put(userToken, it), () -> storedUntil.remove(userToken));
        received.values().remove(userToken);
    }
}
