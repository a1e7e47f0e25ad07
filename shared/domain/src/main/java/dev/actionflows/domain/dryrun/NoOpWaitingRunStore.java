package dev.actionflows.domain.dryrun;

import dev.actionflows.domain.Page;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.run.Requirement;
import dev.actionflows.domain.run.RunKey;
import dev.actionflows.domain.run.WaitingRunStore;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Wakes no runs. */
public class NoOpWaitingRunStore implements WaitingRunStore {
    @Override
    public void add(RunKey run, Requirement requirement, String nonce, Instant expiresAt) {}

    @Override
    public Page<WaitingRun> find(
            ProjectId project, Requirement requirement, Optional<String> cursor, int limit) {
        return new Page<>(List.of(), Optional.empty());
    }

    @Override
    public void remove(RunKey run, Requirement requirement, WaitingRun entry) {}

    @Override
    public Page<WaitingRun> findBetween(
            ProjectId project, Requirement requirement, String cursor, String next, int limit) {
        return new Page<>(List.of(), Optional.empty());
    }

    @Override
    public Optional<String> continuationOf(ListPage page) {
        return Optional.empty();
    }

    @Override
    public void addContinuation(ListPage page, String next, Instant now) {}
}
