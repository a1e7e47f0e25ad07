package dev.actionflows.testkit;

import dev.actionflows.domain.id.RunId;
import dev.actionflows.domain.intake.EntryGuards;
import dev.actionflows.domain.intake.Tally;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

public final class InMemoryEntryGuards implements EntryGuards {
    private record Cooldown(RunId run, Instant until) {}

    private final Map<Entry, Cooldown> cooldowns = new HashMap<>();
    private final Map<Entry, Tally> tallies = new HashMap<>();

    @Override
    public synchronized Optional<RunId> enter(Entry entry, RunId run, Instant now, Instant until) {
        Cooldown current = cooldowns.get(entry);
        if (current != null && current.until().isAfter(now)) {
            return current.run().equals(run) ? Optional.empty() : Optional.of(current.run());
        }
        cooldowns.put(entry, new Cooldown(run, until));
        return Optional.empty();
    }

    @Override
    public synchronized Optional<RunId> coolingDown(Entry entry, Instant now) {
        return Optional.ofNullable(cooldowns.get(entry))
                .filter(it -> it.until().isAfter(now))
                .map(Cooldown::run);
    }

    @Override
    public synchronized Optional<Tally> tally(Entry entry) {
        return Optional.ofNullable(tallies.get(entry));
    }

    @Override
    public synchronized boolean replace(
            Entry entry, Tally expected, Tally updated, Instant endsAt) {
        long current = tally(entry).map(Tally::revision).orElse(0L);
        if (current != expected.revision()) {
            return false;
        }
        tallies.put(entry, updated);
        return true;
    }
}
