package dev.actionflows.domain.project;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * SHA-256 of the project's keys, in hexadecimal. The keys are random and long, so that an unkeyed
 * hash is sufficient.
 *
 * @param retired keys with a successor, in the order in which they were replaced; the latest of
 *     each kind is kept after it expired, so that a repeated rotation can report when
 */
public record ApiKeyHashes(String secretKey, String publishableKey, List<Retired> retired) {
    /** A key that has a successor. */
    public record Retired(ApiKey.Kind kind, String hash, Instant endsAt) {}

    public ApiKeyHashes {
        retired = List.copyOf(retired);
    }

    /** Keys without predecessors. */
    public ApiKeyHashes(String secretKey, String publishableKey) {
        this(secretKey, publishableKey, List.of());
    }

    /** The key of this kind that is not retired. */
    public String current(ApiKey.Kind kind) {
        return switch (kind) {
            case SECRET -> secretKey;
            case PUBLISHABLE -> publishableKey;
        };
    }

    /** The retired keys of this kind. */
    public List<Retired> retired(ApiKey.Kind kind) {
        return retired.stream().filter(it -> it.kind() == kind).toList();
    }

    /** The number of retired keys that are still valid. */
    public int retiredValidAt(Instant now, ApiKey.Kind kind) {
        return (int) retired(kind).stream().filter(it -> it.endsAt().isAfter(now)).count();
    }

    /**
     * When the predecessor of this key expires or expired.
     *
     * @return empty if there was none, or if a later rotation has revoked it
     */
    public Optional<Instant> predecessorEndsAt(ApiKey key) {
        List<String> hashes =
                Stream.concat(
                                retired(key.kind()).stream().map(Retired::hash),
                                Stream.of(current(key.kind())))
                        .toList();
        int predecessor = hashes.indexOf(key.hash()) - 1;
        return predecessor < 0
                ? Optional.empty()
                : Optional.of(retired(key.kind()).get(predecessor).endsAt());
    }

    /** All valid keys, latest first. */
    List<String> valid(ApiKey.Kind kind, Instant now) {
        List<String> hashes = new ArrayList<>(List.of(current(kind)));
        retired.stream()
                .filter(it -> it.kind() == kind && it.endsAt().isAfter(now))
                .forEach(it -> hashes.add(it.hash()));
        return hashes;
    }

    /**
     * With a new key. Its predecessor remains valid until {@code oldEndsAt}, and so do earlier
     * ones, at most as long: revoking a key immediately revokes all of them. Idempotent, even after
     * a later rotation.
     *
     * @param oldEndsAt {@code now} or earlier to revoke immediately
     */
    public ApiKeyHashes rotated(ApiKey next, Instant now, Instant oldEndsAt) {
        boolean known =
                current(next.kind()).equals(next.hash())
                        || retired.stream().anyMatch(it -> it.hash().equals(next.hash()));
        if (known) {
            return this;
        }
        List<Retired> kept = new ArrayList<>();
        retired.stream()
                .map(
                        it ->
                                it.kind() == next.kind() && it.endsAt().isAfter(oldEndsAt)
                                        ? new Retired(it.kind(), it.hash(), oldEndsAt)
                                        : it)
                .forEach(kept::add);
        kept.removeIf(it -> it.kind() == next.kind() && !it.endsAt().isAfter(now));
        kept.add(new Retired(next.kind(), current(next.kind()), oldEndsAt));
        return switch (next.kind()) {
            case SECRET -> new ApiKeyHashes(next.hash(), publishableKey, kept);
            case PUBLISHABLE -> new ApiKeyHashes(secretKey, next.hash(), kept);
        };
    }
}
