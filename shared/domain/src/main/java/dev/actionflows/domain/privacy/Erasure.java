package dev.actionflows.domain.privacy;

import dev.actionflows.domain.fan.Identity;
import dev.actionflows.domain.id.ErasureId;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.ProjectId;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The erasure of a fan: a record without personal data in plaintext, which outlives the fan and
 * backups of the fan.
 *
 * @param fans every id of the fan and of records that were merged into it
 * @param addresses the fan's addresses, by their keyed hashes
 * @param requestedAt when it was first requested
 * @param erasedAt when the profile was removed: from then on, nothing begins for the fan
 * @param completedAt when everything was removed, including what was in flight
 * @param counts what was removed so far. What a crash leaves uncounted is missing
 * @param revision incremented by each change
 */
public record Erasure(
        ProjectId project,
        ErasureId id,
        List<FanId> fans,
        List<ErasedAddress> addresses,
        Instant requestedAt,
        Optional<Instant> erasedAt,
        Optional<Instant> completedAt,
        DataCount counts,
        long revision) {
    public Erasure {
        fans = List.copyOf(fans);
        addresses = List.copyOf(addresses);
    }

    /** An erasure that was just requested. */
    public static Erasure of(
            ProjectId project,
            ErasureId id,
            List<FanId> fans,
            List<ErasedAddress> addresses,
            Instant now) {
        return new Erasure(
                project,
                id,
                fans,
                addresses,
                now,
                Optional.empty(),
                Optional.empty(),
                DataCount.NONE,
                1);
    }

    public boolean isCompleted() {
        return completedAt.isPresent();
    }

    /** Until when what was stored under an address without an owner was the erased fan's. */
    public Instant until() {
        return erasedAt.orElse(requestedAt);
    }

    /** Also of these records and addresses; the latest closing of an address counts. */
    public Erasure including(Collection<FanId> ids, Collection<ErasedAddress> more) {
        Set<FanId> allFans = new LinkedHashSet<>(fans);
        allFans.addAll(ids);
        Map<Identity, ErasedAddress> all = new LinkedHashMap<>();
        addresses.forEach(it -> all.put(it.identity(), it));
        more.forEach(it -> all.put(it.identity(), it));
        return new Erasure(
                project,
                id,
                new ArrayList<>(allFans),
                new ArrayList<>(all.values()),
                requestedAt,
                erasedAt,
                completedAt,
                counts,
                revision);
    }

    /** The profile is gone. */
    public Erasure erased(Instant at, DataCount removed) {
        return with(Optional.of(erasedAt.orElse(at)), completedAt, counts.plus(removed));
    }

    /** More was removed. */
    public Erasure counting(DataCount removed) {
        return with(erasedAt, completedAt, counts.plus(removed));
    }

    /** Everything was removed. */
    public Erasure completed(Instant at) {
        return with(erasedAt, Optional.of(completedAt.orElse(at)), counts);
    }

    /** The same after one more change. */
    public Erasure withRevision(long revision) {
        return new Erasure(
                project, id, fans, addresses, requestedAt, erasedAt, completedAt, counts, revision);
    }

    private Erasure with(
            Optional<Instant> erasedAt, Optional<Instant> completedAt, DataCount counts) {
        return new Erasure(
                project, id, fans, addresses, requestedAt, erasedAt, completedAt, counts, revision);
    }
}
