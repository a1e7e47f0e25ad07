package dev.actionflows.domain.embed;

import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.id.VerificationId;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

public final class InMemoryVerificationStore implements VerificationStore {
    private record Key(ProjectId project, VerificationId id) {}

    private final Map<Key, Verification> stored = new HashMap<>();
    private final Map<Key, Set<String>> tries = new HashMap<>();
    private final Map<Key, String> rightTries = new HashMap<>();

    @Override
    public synchronized Optional<Verification> create(Verification verification) {
        Key key = new Key(verification.project(), verification.id());
        return Optional.ofNullable(stored.putIfAbsent(key, verification));
    }

    @Override
    public synchronized Optional<Verification> find(ProjectId project, VerificationId id) {
        Key key = new Key(project, id);
        return Optional.ofNullable(stored.get(key)).map(it -> withTries(it, key));
    }

    @Override
    public synchronized void discard(ProjectId project, VerificationId id) {
        stored.remove(new Key(project, id));
        tries.remove(new Key(project, id));
        rightTries.remove(new Key(project, id));
    }

    @Override
    public synchronized Optional<Try> take(
            ProjectId project, VerificationId id, String token, Instant now) {
        Key key = new Key(project, id);
        Verification verification = stored.get(key);
        if (verification == null) {
            return Optional.empty();
        }
        Set<String> tokens = tries.computeIfAbsent(key, _ -> new HashSet<>());
        boolean free = tokens.contains(token) || tokens.size() < Verification.MAX_TRIES;
        boolean taken = token.equals(rightTries.get(key)) || (free && !verification.hasEnded(now));
        if (taken) {
            tokens.add(token);
        }
        return Optional.of(new Try(taken, withTries(verification, key)));
    }

    @Override
    public synchronized Verification solve(
            ProjectId project, VerificationId id, String token, Verification.Solved solved) {
        Key key = new Key(project, id);
        Verification verification = stored.get(key);
        if (verification == null) {
            throw new IllegalStateException("no such verification: " + id);
        }
        tries.computeIfAbsent(key, _ -> new HashSet<>()).remove(token);
        rightTries.putIfAbsent(key, token);
        Verification after =
                new Verification(
                        verification.id(),
                        verification.project(),
                        verification.identity(),
                        verification.value(),
                        verification.type(),
                        verification.bearer(),
                        verification.evidence(),
                        verification.codeHash(),
                        verification.createdAt(),
                        verification.endsAt(),
                        0,
                        verification.solved().or(() -> Optional.of(solved)),
                        verification.firstName());
        stored.put(key, after);
        return withTries(after, key);
    }

    private Verification withTries(Verification it, Key key) {
        return new Verification(
                it.id(),
                it.project(),
                it.identity(),
                it.value(),
                it.type(),
                it.bearer(),
                it.evidence(),
                it.codeHash(),
                it.createdAt(),
                it.endsAt(),
                tries.getOrDefault(key, Set.of()).size(),
                it.solved(),
                it.firstName());
    }
}
