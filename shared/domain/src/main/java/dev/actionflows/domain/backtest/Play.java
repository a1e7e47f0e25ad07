package dev.actionflows.domain.backtest;

import dev.actionflows.domain.dryrun.DryRunClock;
import dev.actionflows.domain.dryrun.PlannedEffect;
import dev.actionflows.domain.fan.Identity;
import dev.actionflows.domain.fan.SentMessage;
import dev.actionflows.domain.intake.EventRecord;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.run.RunKey;
import dev.actionflows.domain.run.StepKey;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The play of one fan's events so far: its time, its runs and their effects, and what later steps
 * find because of them. Everything that the flow writes ends here.
 */
final class Play {
    final BacktestPlan plan;
    final FanPast past;
    final TriggerMatch match;
    final DryRunClock clock;
    private final Map<RunKey, Run> runs = new LinkedHashMap<>();
    private final Map<StepKey, List<PlannedEffect>> effects = new HashMap<>();
    private final Map<Identity, Map<String, SentMessage>> sent = new HashMap<>();
    private final List<EventRecord> refusals = new ArrayList<>();
    private Optional<StepKey> step = Optional.empty();

    Play(BacktestPlan plan, FanPast past, TriggerMatch match) {
        this.plan = plan;
        this.past = past;
        this.match = match;
        this.clock = new DryRunClock(plan.from());
    }

    Collection<Run> runs() {
        return List.copyOf(runs.values());
    }

    Optional<Run> run(RunKey key) {
        return Optional.ofNullable(runs.get(key));
    }

    void put(Run run) {
        runs.put(run.key(), run);
    }

    /** Attributes further effects to this step. */
    void enter(StepKey next) {
        step = Optional.of(next);
    }

    void note(PlannedEffect effect) {
        effects.computeIfAbsent(step.orElseThrow(), _ -> new ArrayList<>()).add(effect);
    }

    List<PlannedEffect> effectsOf(StepKey key) {
        return effects.getOrDefault(key, List.of());
    }

    /** A message that counts for the caps: of one step, the last attempt does. */
    void sent(Identity address, SentMessage message) {
        sent.computeIfAbsent(address, _ -> new LinkedHashMap<>()).put(message.step(), message);
    }

    Collection<SentMessage> sentTo(Identity address) {
        return sent.getOrDefault(address, Map.of()).values();
    }

    void refused(EventRecord refusal) {
        refusals.add(refusal);
    }

    List<EventRecord> refusals() {
        return List.copyOf(refusals);
    }
}
