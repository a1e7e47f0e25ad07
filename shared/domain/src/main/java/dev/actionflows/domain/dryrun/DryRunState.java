package dev.actionflows.domain.dryrun;

import dev.actionflows.domain.run.Run;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is there during one rehearsal: its one run, and what steps have done so far. */
final class DryRunState {
    private final Map<Integer, List<PlannedEffect>> effects = new HashMap<>();
    private Optional<Run> run = Optional.empty();
    private int step;

    Optional<Run> run() {
        return run;
    }

    void put(Run current) {
        run = Optional.of(current);
    }

    /** From now on this step acts. */
    void enter(int index) {
        step = index;
    }

    void note(PlannedEffect effect) {
        effects.computeIfAbsent(step, _ -> new ArrayList<>()).add(effect);
    }

    List<PlannedEffect> effectsOf(int index) {
        return effects.getOrDefault(index, List.of());
    }
}
