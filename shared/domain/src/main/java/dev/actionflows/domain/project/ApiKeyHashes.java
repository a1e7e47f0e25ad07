package dev.actionflows.domain.project;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * SHA-256 of the project's keys, in hexadecimal. The keys are random and long, so that a plain hash
 * is enough; they are shown once and never stored.
 *
 * @param retired keys that have a successor and are good for a while yet
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
        kept.add(new Retired(next.kind(), current(next.kind()), oldEndsAt));
        kept.removeIf(it -> !it.endsAt().isAfter(now));
        return switch (next.kind()) {
            case SECRET -> new ApiKeyHashes(next.hash(), publishableKey, kept);
            case PUBLISHABLE -> new ApiKeyHashes(secretKey, next.hash(), kept);
        };
    }
}
