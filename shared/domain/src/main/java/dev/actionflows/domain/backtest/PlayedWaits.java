package dev.actionflows.domain.backtest;

import dev.actionflows.domain.Page;
import dev.actionflows.domain.dryrun.NoOpWaitingRunStore;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.run.Requirement;
import dev.actionflows.domain.run.RunKey;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The runs of the play that wait for something. */
final class PlayedWaits extends NoOpWaitingRunStore {
    private final Map<Requirement, Map<String, WaitingRun>> waiting = new HashMap<>();

    @Override
    public void add(RunKey run, Requirement requirement, String nonce, Instant expiresAt) {
        waiting.computeIfAbsent(requirement, _ -> new TreeMap<>())
                .put(run.run().value(), new WaitingRun(run, nonce));
    }

    /** All of one fan's, which are few, in the order of their ids. */
    @Override
    public Page<WaitingRun> find(
            ProjectId project, Requirement requirement, Optional<String> cursor, int limit) {
        return new Page<>(
                List.copyOf(waiting.getOrDefault(requirement, Map.of()).values()),
                Optional.empty());
    }

    @Override
    public void remove(RunKey run, Requirement requirement, WaitingRun entry) {
        Optional.ofNullable(waiting.get(requirement))
                .ifPresent(it -> it.remove(run.run().value(), entry));
    }
}
