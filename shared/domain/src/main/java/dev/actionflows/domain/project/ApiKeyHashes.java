package dev.actionflows.domain.project;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * SHA-256 of the project's keys, in hexadecimal. The keys are random and long, so that an unkeyed
 * hash is sufficient.
 *
 * @param current the keys that are not retired; a kind without one has never had any
 * @param retired keys with a successor, in the order in which they were replaced; the latest of
 *     each kind is kept after it expired, so that a repeated rotation can report when
 */
public record ApiKeyHashes(Map<ApiKey.Kind, String> current, List<Retired> retired) {
    /** A key that has a successor. */
    public record Retired(ApiKey.Kind kind, String hash, Instant endsAt) {}

    public ApiKeyHashes {
        current = Map.copyOf(current);
        retired = List.copyOf(retired);
    }

    /** The keys of a new project. */
    public ApiKeyHashes(String secretKey, String publishableKey) {
        this(
                Map.of(ApiKey.Kind.SECRET, secretKey, ApiKey.Kind.PUBLISHABLE, publishableKey),
                List.of());
    }

    /** The key of this kind that is not retired. */
    public Optional<String> current(ApiKey.Kind kind) {
        return Optional.ofNullable(current.get(kind));
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
        int predecessor = known(key.kind()).indexOf(key.hash()) - 1;
        return predecessor < 0
                ? Optional.empty()
                : Optional.of(retired(key.kind()).get(predecessor).endsAt());
    }

    /** The valid and the retired keys of this kind, latest last. */
    public List<String> known(ApiKey.Kind kind) {
        return Stream.concat(retired(kind).stream().map(Retired::hash), current(kind).stream())
                .toList();
    }

    /** Whether a key of this kind with this hash is valid now. Constant time. */
    public boolean isValid(ApiKey.Kind kind, String hash, Instant now) {
        byte[] shown = hash.getBytes(StandardCharsets.UTF_8);
        boolean found = false;
        for (String expected : valid(kind, now)) {
            found |= MessageDigest.isEqual(shown, expected.getBytes(StandardCharsets.UTF_8));
        }
        return found;
    }

    /** All valid keys, latest first. */
    private List<String> valid(ApiKey.Kind kind, Instant now) {
        List<String> hashes = new ArrayList<>(current(kind).stream().toList());
        retired.stream()
                .filter(it -> it.kind() == kind && it.endsAt().isAfter(now))
                .forEach(it -> hashes.add(it.hash()));
        return hashes;
    }

    /**
     * With a new key. Its predecessor, if there is one, remains valid until {@code oldEndsAt}, and
     * so do earlier ones, at most as long: revoking a key immediately revokes all of them.
     * Idempotent, even after a later rotation.
     *
     * @param oldEndsAt {@code now} or earlier to revoke immediately
     */
    public ApiKeyHashes rotated(ApiKey next, Instant now, Instant oldEndsAt) {
        if (known(next.kind()).contains(next.hash())) {
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
        current(next.kind()).ifPresent(hash -> kept.add(new Retired(next.kind(), hash, oldEndsAt)));
        Map<ApiKey.Kind, String> changed = new EnumMap<>(ApiKey.Kind.class);
        changed.putAll(current);
        changed.put(next.kind(), next.hash());
        return new ApiKeyHashes(changed, kept);
    }
}
