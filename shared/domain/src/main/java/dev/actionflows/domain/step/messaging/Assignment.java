package dev.actionflows.domain.step.messaging;

import dev.actionflows.domain.flow.Experiment;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.FlowId;
import dev.actionflows.domain.messaging.permit.Assigned;
import dev.actionflows.domain.run.StepContext;
import dev.actionflows.domain.step.Step;

import java.util.List;
import java.util.Optional;

/**
 * What the experiment of its flow makes of a message for the fan of an attempt.
 *
 * @param message the variant for the fan
 * @param isHeldOut whether the fan gets none, although everything may permit it
 */
record Assignment<S extends Step>(S message, Assigned assigned, boolean isHeldOut) {
    /** A test shows its fans every message. */
    static boolean isHeldOut(StepContext context) {
        return !context.run().test()
                && context.definition().experiment().holdsOut(flow(context), fan(context));
    }

    static <S extends Step> Assignment<S> of(S step, Class<S> type, StepContext context) {
        Experiment experiment = context.definition().experiment();
        List<? extends Step> others = step.variants();
        if (others.isEmpty()) {
            return new Assignment<>(
                    step,
                    new Assigned(Optional.empty(), experiment.hasHoldout()),
                    isHeldOut(context));
        }
        int variant =
                experiment.variant(context.index(), others.size() + 1, flow(context), fan(context));
        Step shown = variant > 0 ? others.get(variant - 1) : step;
        return new Assignment<>(
                type.cast(shown),
                new Assigned(Optional.of(variant), experiment.hasHoldout()),
                isHeldOut(context));
    }

    private static FlowId flow(StepContext context) {
        return context.run().flow();
    }

    private static FanId fan(StepContext context) {
        return context.fan().orElseThrow().id();
    }
}
