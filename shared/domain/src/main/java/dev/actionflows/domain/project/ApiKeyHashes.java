package dev.actionflows.domain.project;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * SHA-256 of the project's keys, in hexadecimal. The keys are random and long, so that a plain hash
 * is enough; they are shown once and never stored.
 *
 * @param retired keys that have a successor, in the order in which they got it; of each kind the
 *     latest stays when it has ended, which tells a repeated rotation when that was
 */
public record ApiKeyHashes(String secretKey, String publishableKey, List<Retired> retired) {
    /** A key that has a successor. */
    public record Retired(ApiKey.Kind kind, String hash, Instant endsAt) {}

    public ApiKeyHashes {
        retired = List.copyOf(retired);
    }

    /** Of a project whose keys have no predecessors. */
    public ApiKeyHashes(String secretKey, String publishableKey) {
        this(secretKey, publishableKey, List.of());
    }

    /** The one that is not retired. */
    public String current(ApiKey.Kind kind) {
        return switch (kind) {
            case SECRET -> secretKey;
            case PUBLISHABLE -> publishableKey;
        };
    }

    /** Those of one kind that have a successor. */
    public List<Retired> retired(ApiKey.Kind kind) {
        return retired.stream().filter(it -> it.kind() == kind).toList();
    }

    /** How many have a successor and are good yet. */
    public int retiredGoodAt(Instant now, ApiKey.Kind kind) {
        return (int) retired(kind).stream().filter(it -> it.endsAt().isAfter(now)).count();
    }

    /**
     * When the one before this key ends or has ended.
     *
     * @return empty when there was none, or a later rotation has ended it
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

    /** All that are good now, the latest first. */
    List<String> valid(ApiKey.Kind kind, Instant now) {
        List<String> hashes = new ArrayList<>(List.of(current(kind)));
        retired.stream()
                .filter(it -> it.kind() == kind && it.endsAt().isAfter(now))
                .forEach(it -> hashes.add(it.hash()));
        return hashes;
    }

    /**
     * With a new key. Its predecessor is good until it ends, and so are those before it, at most as
     * long: whoever ends a key at once means all of them. Doing it again changes nothing, also when
     * there is a later key by then.
     *
     * @param oldEndsAt not after {@code now}: at once
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
