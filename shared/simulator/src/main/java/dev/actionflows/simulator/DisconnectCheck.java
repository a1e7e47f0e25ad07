package dev.actionflows.simulator;

import dev.actionflows.domain.fan.Fan;
import dev.actionflows.domain.id.FanId;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Checks that a deleted connection stays deleted, and that nothing acts with it. */
final class DisconnectCheck {
    private final Kernel kernel;
    private final ViolationLog violations;
    private final Map<FanId, Set<String>> tokens = new HashMap<>();
    private final Map<String, Instant> deletedAt = new HashMap<>();

    /** The tokens that a service gave out in place of others, with the token that a fan granted. */
    private final Map<String, String> granted = new HashMap<>();

    /** When connections last came or went, by the ids of their fans. */
    private final Map<FanId, Instant> changedAt = new HashMap<>();

    private int connects;

    DisconnectCheck(Kernel kernel, ViolationLog violations) {
        this.kernel = kernel;
        this.violations = violations;
    }

    /** The tokens of all connections that the fan ever had. */
    Set<String> tokens(FanId fan) {
        return tokens.getOrDefault(fan, Set.of());
    }

    /** The fan whose connection has, or had, this token. */
    Optional<FanId> owner(String token) {
        return tokens.entrySet().stream()
                .filter(it -> it.getValue().contains(token))
                .map(Map.Entry::getKey)
                .sorted(java.util.Comparator.comparing(FanId::value))
                .findFirst();
    }

    /** The number of connections stored so far. */
    int connects() {
        return connects;
    }

    /** A connection with this token was stored. */
    void connected(FanId fan, String token) {
        connects++;
        changedAt.put(fan, kernel.now());
        if (granted.containsKey(token) && isDeleted(token)) {
            violations.add(
                    Guarantee.DISCONNECTED,
                    "a new token brought a deleted connection back: " + fan);
        }
        deletedAt.remove(granted.getOrDefault(token, token));
        tokens.computeIfAbsent(fan, _ -> new HashSet<>()).add(token);
    }

    /** The token of a connection was replaced. */
    void replaced(FanId fan, String token) {
        tokens.computeIfAbsent(fan, _ -> new HashSet<>()).add(token);
        if (isDeleted(token)) {
            violations.add(Guarantee.DISCONNECTED, "a deleted connection got a new token: " + fan);
        }
    }

    /** The fan's connections were deleted. */
    void deleted(Fan fan) {
        merged(fan);
        fan.ids().stream()
                .flatMap(id -> tokens(id).stream())
                .forEach(token -> deletedAt.put(granted.getOrDefault(token, token), kernel.now()));
    }

    /** The fan got the connections of another record, or lost its own. */
    void merged(Fan fan) {
        fan.ids().forEach(id -> changedAt.put(id, kernel.now()));
    }

    /** Whether the fan has had the same connections since then, apart from their tokens. */
    boolean isSettledSince(Fan fan, Instant since) {
        return fan.ids().stream()
                .allMatch(id -> changedAt.getOrDefault(id, Instant.MIN).isBefore(since));
    }

    /** A service answered with a new token in place of this one. */
    void rotated(String before, String after) {
        granted.put(after, granted.getOrDefault(before, before));
    }

    /** A process asks a service with this token. What it read before the deletion may be used. */
    void acts(String token, Kernel.Actor process) {
        Instant deleted = deletedAt.get(granted.getOrDefault(token, token));
        if (deleted != null && deleted.isBefore(process.startedAt())) {
            violations.add(
                    Guarantee.DISCONNECTED,
                    process.name() + " acts with a connection deleted at " + deleted);
        }
    }

    private boolean isDeleted(String token) {
        return deletedAt.containsKey(granted.getOrDefault(token, token));
    }
}
