package dev.actionflows.simulator;

import dev.actionflows.domain.id.RunId;
import dev.actionflows.domain.intake.ReEntryStore;
import dev.actionflows.domain.intake.ThresholdCounter;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Records when the cooldown of each run began. */
final class ReEntryWatch {
    private final Map<RunId, Instant> coolingSince = new HashMap<>();

    /** The beginning of the latest cooldown that this run started, if any. */
    Optional<Instant> coolingSince(RunId run) {
        return Optional.ofNullable(coolingSince.get(run));
    }

    ReEntryStore watch(ReEntryStore store) {
        return new ReEntryStore() {
            @Override
            public Optional<RunId> enter(
                    ReEntryStore.ReEntryKey entry, RunId run, Instant now, Instant until) {
                boolean begins = store.coolingDown(entry, now).isEmpty();
                Optional<RunId> holder = store.enter(entry, run, now, until);
                if (begins) {
                    coolingSince.put(run, now);
                }
                return holder;
            }

            @Override
            public Optional<RunId> coolingDown(ReEntryStore.ReEntryKey entry, Instant now) {
                return store.coolingDown(entry, now);
            }

            @Override
            public Optional<ThresholdCounter> counter(ReEntryStore.ReEntryKey entry) {
                return store.counter(entry);
            }

            @Override
            public boolean replace(
                    ReEntryStore.ReEntryKey entry,
                    ThresholdCounter expected,
                    ThresholdCounter updated,
                    Instant endsAt) {
                return store.replace(entry, expected, updated, endsAt);
            }
        };
    }
}
