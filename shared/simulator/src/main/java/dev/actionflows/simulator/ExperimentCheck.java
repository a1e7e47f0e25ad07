package dev.actionflows.simulator;

import dev.actionflows.domain.fan.Fan;
import dev.actionflows.domain.fan.Identity;
import dev.actionflows.domain.flow.FlowDefinition;
import dev.actionflows.domain.messaging.permit.SendPermit;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.run.RunStep;
import dev.actionflows.domain.run.StepKey;
import dev.actionflows.domain.run.StepOutcome;
import dev.actionflows.domain.step.StepType;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Checks that fans get what the experiments of flows assign. It does not know how that is drawn: it
 * looks at what a fan got in other runs, and at what was sent.
 */
final class ExperimentCheck {
    /** From a decision to the recording of its outcome. */
    private static final Duration RECORDING = Duration.ofMinutes(3);

    private final Deployment deployment;
    private final Map<StepKey, String> texts = new HashMap<>();

    /** What is expected of the figures of trials. */
    final TrialCount trials;

    ExperimentCheck(Deployment deployment) {
        this.deployment = deployment;
        this.trials = new TrialCount(deployment);
    }

    /** What the text of a variant ends with, by which it is recognized. */
    static String mark(int variant) {
        return " [%d]".formatted(variant);
    }

    /** Called when a step hands a message to its provider. */
    void sent(Run run, int index, String text) {
        texts.put(new StepKey(run.key(), index), text);
    }

    /** Called when a run has changed. */
    void changed(Run before, Run after) {
        trials.changed(after);
        for (int index = 0; index < after.steps().size(); index++) {
            if (isHeldOut(after.step(index)) && !isHeldOut(before.step(index))) {
                if (deployment.limits.isTaken(new StepKey(after.key(), index))) {
                    deployment.violations.add(
                            Guarantee.EXPERIMENT_KEPT, after, "held out what it had taken for");
                }
                heldOut(after, after.step(index));
            }
        }
    }

    private void heldOut(Run run, RunStep step) {
        if (run.test() || !definition(run).experiment().hasHoldout()) {
            deployment.violations.add(
                    Guarantee.EXPERIMENT_KEPT, run, "held out a fan who is not to be");
        }
        Instant decided = deployment.kernel.now().minus(RECORDING);
        Identity.Kind channel = channel(step.type());
        if (channel == Identity.Kind.PHONE && deployment.limits.lackedCredits(decided)) {
            deployment.violations.add(
                    Guarantee.EXPERIMENT_KEPT,
                    run,
                    "held out a fan although there were no credits");
        }
        Optional<Fan> fan = deployment.stored.fanOf(run);
        if (fan.isEmpty()) {
            return;
        }
        boolean isStopped =
                fan.get().of(channel).stream()
                        .anyMatch(
                                it ->
                                        deployment.consents.wasStopped(
                                                run.fan(), it.identity(), decided));
        if (isStopped
                || deployment.consents.wasStoppedElsewhere(
                        run.fan(), fan.get(), channel, decided)) {
            deployment.violations.add(
                    Guarantee.EXPERIMENT_KEPT, run, "held out a fan who had sent STOP long before");
        }
    }

    private static Identity.Kind channel(StepType type) {
        return switch (type) {
            case SEND_TEXT -> Identity.Kind.PHONE;
            case SEND_EMAIL -> Identity.Kind.EMAIL;
            case SEND_INSTAGRAM_DM -> Identity.Kind.INSTAGRAM;
            default -> throw new IllegalArgumentException("not held out: " + type);
        };
    }

    private FlowDefinition definition(Run run) {
        return deployment.stored.flowOf(run).definition();
    }

    private static boolean isHeldOut(RunStep step) {
        return step.outcome().filter(StepOutcome.HeldOut.class::isInstance).isPresent();
    }

    /** Called when every wait is over. */
    void inTheEnd(Collection<Run> runs) {
        Map<String, Set<String>> assigned = new HashMap<>();
        for (Run run : runs) {
            for (int index = 0; !run.test() && index < run.steps().size(); index++) {
                if (run.step(index).type().isMessage()) {
                    check(run, index, assigned);
                }
            }
        }
        assigned.forEach(
                (question, answers) -> {
                    if (answers.size() > 1) {
                        deployment.violations.add(
                                Guarantee.EXPERIMENT_KEPT, question + " differs: " + answers);
                    }
                });
    }

    private void check(Run run, int index, Map<String, Set<String>> assigned) {
        RunStep step = run.step(index);
        boolean hasHoldout = definition(run).experiment().hasHoldout();
        int variants = 1 + definition(run).steps().get(index).variants().size();
        String fan = "for %s in %s, ".formatted(run.fan(), run.flow());
        // whoever turned out to be two fans may have been assigned twice
        boolean isOne = deployment.stored.fanOf(run).filter(it -> it.ids().size() == 1).isPresent();
        if (isHeldOut(step) && isOne) {
            assigned.computeIfAbsent(fan + "the holdout", _ -> new HashSet<>()).add("held out");
        }
        Optional<SendPermit> permit = step.permit();
        if (permit.isEmpty()) {
            return;
        }
        if (permit.get().assigned().besideHoldout() != hasHoldout
                || permit.get().assigned().variant().isPresent() != variants > 1) {
            deployment.violations.add(
                    Guarantee.EXPERIMENT_KEPT,
                    run,
                    "recorded %s for step %d".formatted(permit.get().assigned(), index));
        }
        int variant = permit.get().assigned().variant().orElse(0);
        String text = texts.get(new StepKey(run.key(), index));
        if (text != null && variantOf(text) != variant) {
            deployment.violations.add(
                    Guarantee.EXPERIMENT_KEPT,
                    run,
                    "recorded variant %d for \"%s\"".formatted(variant, text));
        }
        if (isOne) {
            assigned.computeIfAbsent(fan + "step " + index, _ -> new HashSet<>()).add("" + variant);
            if (hasHoldout) {
                assigned.computeIfAbsent(fan + "the holdout", _ -> new HashSet<>()).add("sent");
            }
        }
    }

    private static int variantOf(String text) {
        for (int variant = 1; variant < 4; variant++) {
            if (text.contains(mark(variant))) {
                return variant;
            }
        }
        return 0;
    }
}
