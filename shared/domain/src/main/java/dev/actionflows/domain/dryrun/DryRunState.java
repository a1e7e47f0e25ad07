package dev.actionflows.domain.dryrun;

import dev.actionflows.domain.fan.ConsentStore;
import dev.actionflows.domain.fan.Identity;
import dev.actionflows.domain.fan.KnownIdentity;
import dev.actionflows.domain.messaging.budget.MessageTake;
import dev.actionflows.domain.run.Run;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The state of one dry run: its run, and the effects of its steps so far. */
final class DryRunState {
    private final Map<Integer, List<PlannedEffect>> effects = new HashMap<>();
    private final List<MessageTake> takes = new ArrayList<>();
    private Optional<Run> run = Optional.empty();
    private int step;

    Optional<Run> run() {
        return run;
    }

    void put(Run current) {
        run = Optional.of(current);
    }

    /** Attributes further effects to this step. */
    void enter(int index) {
        step = index;
    }

    void note(PlannedEffect effect) {
        effects.computeIfAbsent(step, _ -> new ArrayList<>()).add(effect);
    }

    /** What the messages so far would take from the project's limits. */
    List<MessageTake> takes() {
        return takes;
    }

    void put(MessageTake take) {
        takes.add(take);
    }

    /** The check as it would be after the messages so far. */
    ConsentStore.Checked after(ConsentStore.Checked checked) {
        Map<Identity, KnownIdentity> known = new HashMap<>(checked.known());
        for (MessageTake take : takes) {
            take.sent()
                    .ifPresent(
                            sent ->
                                    known.put(
                                            sent.address(),
                                            known.getOrDefault(
                                                            sent.address(), KnownIdentity.unknown())
                                                    .withSent(sent.after())));
        }
        return new ConsentStore.Checked(checked.permission(), checked.fan(), checked.kind(), known);
    }

    List<PlannedEffect> effectsOf(int index) {
        return effects.getOrDefault(index, List.of());
    }
}
