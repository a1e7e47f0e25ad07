package dev.actionflows.domain.rehearsal;

import dev.actionflows.domain.Page;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.run.Requirement;
import dev.actionflows.domain.run.RunKey;
import dev.actionflows.domain.run.WaitingRuns;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Nobody is woken in a rehearsal. */
final class Nobody implements WaitingRuns {
    @Override
    public void add(RunKey run, Requirement requirement, String nonce, Instant expiresAt) {}

    @Override
    public Page<Entry> find(
            ProjectId project, Requirement requirement, Optional<String> cursor, int limit) {
        return new Page<>(List.of(), Optional.empty());
    }

    @Override
    public void remove(RunKey run, Requirement requirement, Entry entry) {}

    @Override
    public Page<Entry> findBetween(
            ProjectId project, Requirement requirement, String cursor, String next, int limit) {
        return new Page<>(List.of(), Optional.empty());
    }

    @Override
    public Optional<String> nextOf(ListPage page) {
        return Optional.empty();
    }

    @Override
    public void asked(ListPage page, String next, Instant now) {}
}
