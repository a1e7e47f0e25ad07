package dev.actionflows.simulator;

import dev.actionflows.domain.flow.Flow;
import dev.actionflows.domain.trigger.Trigger;
import dev.actionflows.domain.trigger.TriggerWord;

import java.time.Instant;
import java.util.List;
import java.util.function.Function;

/**
 * The label pauses a flow for up to two minutes. Meanwhile, a text that the flow may have heard is
 * sometimes delivered again.
 */
final class Pauses {
    private final Kernel kernel;
    private final ApiClient api;
    private final ApiActions actions;
    private final TextSource texts;

    Pauses(Deployment deployment, ApiClient api, TextSource texts) {
        this.kernel = deployment.kernel;
        this.api = api;
        this.actions = new ApiActions(deployment);
        this.texts = texts;
    }

    /**
     * @param flows which may be paused
     * @param times draws a time while faults occur
     */
    void schedule(List<Flow> flows, Function<Chance, Instant> times) {
        for (Flow flow : flows) {
            String name = flow.definition().name();
            Chance chance = kernel.chance("history").of("pause of " + name);
            if (chance.of("is paused").hits(0.3)) {
                pause(flow, name, times.apply(chance), chance);
            }
        }
    }

    private void pause(Flow flow, String name, Instant at, Chance chance) {
        long length = chance.of("for").between(0, 120_000).toMillis();
        api.call(at, "pause " + name, () -> actions.pause(flow.id()));
        api.call(at.plusMillis(length), "activate " + name, () -> actions.activate(flow.id()));
        if (flow.definition().trigger() instanceof Trigger.SmsKeyword(TriggerWord word, _)
                && chance.of("hears again").hits(0.8)) {
            kernel.at(
                    at.plus(chance.of("again").between(0, length)),
                    () -> texts.deliverAgain(word.text(), chance.of("text")));
        }
    }
}
