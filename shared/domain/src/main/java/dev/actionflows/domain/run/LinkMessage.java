package dev.actionflows.domain.run;

import dev.actionflows.domain.flow.FlowDefinition;
import dev.actionflows.domain.step.Step;

import java.util.Optional;

/**
 * What a link message is about.
 *
 * @param step the streaming step whose fallback it is
 * @param isWaiting whether that step still waits, and acts once its requirement is met
 * @param need the link that helps the fan
 */
public record LinkMessage(Step step, boolean isWaiting, LinkNeed need) {
    /** The facts of a step; a link message also has to know where its release is. */
    static RequiredFacts addTo(RequiredFacts own, FlowDefinition definition, int step) {
        return definition
                .linkedStep(step)
                .filter(_ -> own.release().isEmpty())
                .flatMap(index -> definition.steps().get(index).referredRelease())
                .map(own::withRelease)
                .orElse(own);
    }

    /**
     * What the step of an attempt is about.
     *
     * @return empty if it is no link message
     */
    public static Optional<LinkMessage> of(StepContext context) {
        FlowDefinition definition = context.definition();
        return definition
                .linkedStep(context.index())
                .flatMap(
                        index -> {
                            RunStep linked = context.run().step(index);
                            return linked.outcome()
                                    .flatMap(outcome -> LinkNeed.of(outcome.reason()))
                                    .map(
                                            need ->
                                                    new LinkMessage(
                                                            definition.steps().get(index),
                                                            linked.waiting().isPresent(),
                                                            need));
                        });
    }
}
