package dev.actionflows.simulator;

import java.util.List;

/** Mistakes in holding fans out, in variants, and in counting how fans fared. */
final class ExperimentMutants {
    private ExperimentMutants() {}

    static List<Mutant> all() {
        return List.of(
                new Mutant(
                        "a fan is held out before the consent is looked at",
                        Guarantee.EXPERIMENT_KEPT,
                        "MessageAction",
                        "        if (Replies.stop(checked, context)) {",
                        "        if (assignment.isHeldOut()) { return new"
                                + " Decision.None(Attempt.heldOut()); }\n"
                                + "        if (Replies.stop(checked, context)) {"),
                new Mutant(
                        "a fan is held out in some runs and not in others",
                        Guarantee.EXPERIMENT_KEPT,
                        "Assignment",
                        "holdsOut(flow(context), fan(context))",
                        "holdsOut(flow(context), new FanId(\"fan_\""
                                + " + context.run().key().run().value().substring(4, 20)))"),
                new Mutant(
                        "a fan gets another variant in each run",
                        Guarantee.EXPERIMENT_KEPT,
                        "Assignment",
                        "context.index(), others.size() + 1, flow(context), fan(context));",
                        "context.run().key().run().value().hashCode(), others.size() + 1,"
                                + " flow(context), fan(context));"),
                new Mutant(
                        "the first variant is recorded whichever was sent",
                        Guarantee.EXPERIMENT_KEPT,
                        "Assignment",
                        "new Assigned(Optional.of(variant),",
                        "new Assigned(Optional.of(0),"),
                new Mutant(
                        "a fan who is held out uses up credits and caps",
                        Guarantee.EXPERIMENT_KEPT,
                        "MessageLimiter",
                        "isHeldOut ? budget::check : budget::take",
                        "budget::take"),
                new Mutant(
                        "a fan is held out although the credits are used up",
                        Guarantee.EXPERIMENT_KEPT,
                        "MessageBudget",
                        "return takes && attempt == 0",
                        "return attempt == 0"),
                new Mutant(
                        "a fallback is tried in place of a message that is held out",
                        Guarantee.LADDER_KEPT,
                        "RunStep",
                        "return outcome.filter(StepOutcome.Skipped.class::isInstance).isPresent();",
                        "return outcome.filter(it -> it instanceof StepOutcome.Skipped"
                                + " || it instanceof StepOutcome.HeldOut).isPresent();"),
                new Mutant(
                        "what a fan did just before its message was counted is forgotten",
                        Guarantee.FIGURES_EXACT,
                        "TrialRollUp",
                        "it.acted(holder.history().latest())",
                        "it"),
                new Mutant(
                        "the trials of a merged record stay with it",
                        Guarantee.FIGURES_EXACT,
                        "TrialRollUp",
                        "write(shard, () -> moving(id, version));",
                        ""),
                new Mutant(
                        "of two records only one's actions count for the trials of the other",
                        Guarantee.FIGURES_EXACT,
                        "TrialRollUp",
                        "write(shard, () -> counting(Map.of(given, List.of())));",
                        ""),
                new Mutant(
                        "a fan enters a trial again with each run",
                        Guarantee.FIGURES_EXACT,
                        "TrialRollUp",
                        "figures.add(added, 1);",
                        "figures.add(after.figures(), 1);"),
                new Mutant(
                        "trials are written whatever happened to the fan meanwhile",
                        Guarantee.FIGURES_EXACT,
                        "TrialRollUp",
                        ".ifPresent(guards::add);",
                        ".ifPresent(_ -> {});"),
                new Mutant(
                        "only whoever acts at the time of the message counts as acting on its day",
                        Guarantee.FIGURES_EXACT,
                        "FanTrials",
                        "FigureKey.day(when).equals(FigureKey.day(it.at()))",
                        "when.equals(it.at())"),
                new Mutant(
                        "what a fan does right after the message was sent counts",
                        Guarantee.FIGURES_EXACT,
                        "Participation",
                        "it.isAfter(at.plus(TOO_SOON))",
                        "it.isAfter(at)"));
    }
}
