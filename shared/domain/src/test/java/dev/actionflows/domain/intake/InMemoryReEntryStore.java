package dev.actionflows.domain.intake;

import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.id.RunId;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

public final class InMemoryReEntryStore implements ReEntryStore {
    private record Cooldown(RunId run, Instant until) {}

    private final Map<ReEntryKey, Cooldown> cooldowns = new HashMap<>();
    private final Map<ReEntryKey, ThresholdCounter> counters = new HashMap<>();

    @Override
    public synchronized Optional<RunId> enter(
            ReEntryKey entry, RunId run, Instant now, Instant until) {
        Cooldown current = cooldowns.get(entry);
        if (current != null && current.until().isAfter(now)) {
            return current.run().equals(run) ? Optional.empty() : Optional.of(current.run());
        }
        cooldowns.put(entry, new Cooldown(run, until));
        return Optional.empty();
    }

    @Override
    public synchronized Optional<RunId> coolingDown(ReEntryKey entry, Instant now) {
        return Optional.ofNullable(cooldowns.get(entry))
                .filter(it -> it.until().isAfter(now))
                .map(Cooldown::run);
    }

    @Override
    public synchronized Optional<ThresholdCounter> counter(ReEntryKey entry) {
        return Optional.ofNullable(counters.get(entry));
    }

    @Override
    public synchronized boolean replace(
            ReEntryKey entry, ThresholdCounter expected, ThresholdCounter updated, Instant endsAt) {
        long current = counter(entry).map(ThresholdCounter::revision).orElse(0L);
        if (current != expected.revision()) {
            return false;
        }
        counters.put(entry, updated);
        return true;
    }

    /** Removes what is known about a fan; see {@code InMemoryFanDataStore}. */
    public synchronized int remove(ProjectId project, Collection<FanId> fans) {
        int before = cooldowns.size() + counters.size();
        cooldowns.keySet().removeIf(it -> isOf(it, project, fans));
        counters.keySet().removeIf(it -> isOf(it, project, fans));
        return before - cooldowns.size() - counters.size();
    }

    /** The entries of fans, for exports. */
    public synchronized List<ReEntryKey> entries(ProjectId project, Collection<FanId> fans) {
        return Stream.concat(cooldowns.keySet().stream(), counters.keySet().stream())
                .filter(it -> isOf(it, project, fans))
                .toList();
    }

    private static boolean isOf(ReEntryKey key, ProjectId project, Collection<FanId> fans) {
        return key.project().equals(project) && fans.contains(key.fan());
    }
}
