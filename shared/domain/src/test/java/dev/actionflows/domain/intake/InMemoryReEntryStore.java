package dev.actionflows.domain.intake;

import dev.actionflows.domain.id.RunId;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

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
}
