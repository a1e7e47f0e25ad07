package dev.actionflows.domain.backtest;

import dev.actionflows.domain.Page;
import dev.actionflows.domain.id.FlowId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.run.RunKey;
import dev.actionflows.domain.run.RunLedger;

import java.util.Optional;

/** Keeps the runs of the play in memory, and hides those that really began in the period. */
final class PlayedLedger implements RunLedger {
    private final RunLedger real;
    private final Play play;

    PlayedLedger(RunLedger real, Play play) {
        this.real = real;
        this.play = play;
    }

    @Override
    public Optional<Run> putIfAbsent(Run run) {
        Optional<Run> before = find(run.key());
        if (before.isEmpty()) {
            play.put(run);
        }
        return before;
    }

    @Override
    public Optional<Run> find(RunKey key) {
        return play.run(key).or(() -> real.find(key).filter(this::isVisible));
    }

    /** What began later, in whatever flow, did not exist yet. */
    private boolean isVisible(Run run) {
        return !play.plan.replaces(run) && !run.startedAt().isAfter(play.clock.instant());
    }

    @Override
    public ClaimResult claim(RunKey key, ClaimRequest request) {
        Optional<Run> run = play.run(key);
        return run.filter(request::fits)
                .flatMap(it -> replace(it, request.applyTo(it)))
                .<ClaimResult>map(ClaimResult.Granted::new)
                .orElseGet(() -> new ClaimResult.ClaimRefused(run));
    }

    @Override
    public Optional<Run> replace(Run expected, Run updated) {
        if (!play.run(expected.key()).equals(Optional.of(expected))) {
            return Optional.empty();
        }
        play.put(updated.withRevision(expected.revision() + 1));
        return play.run(expected.key());
    }

    @Override
    public Page<Run> listByFlow(
            ProjectId project, FlowId flow, Optional<String> cursor, int limit) {
        throw new UnsupportedOperationException("no step lists runs");
    }

    @Override
    public Page<StartedRun> startsByFlow(
            ProjectId project, FlowId flow, Optional<String> cursor, int limit) {
        throw new UnsupportedOperationException("no step lists runs");
    }
}
