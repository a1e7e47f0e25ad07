package dev.actionflows.simulator;

import java.util.List;

/** Mistakes in link messages. */
final class LinkMutants {
    private LinkMutants() {}

    static List<Mutant> all() {
        return List.of(
                new Mutant(
                        "a link message claims nothing",
                        Guarantee.LINKED_ONCE,
                        "MessageLimiter",
                        "decide(request, links.claim(checked, context), take, context)",
                        "decide(request, Optional.empty(), take, context)"),
                new Mutant(
                        "a claim is not checked",
                        Guarantee.LINKED_ONCE,
                        "LinkClaim",
                        "return !holder.step().equals(step)",
                        "return holder.step().isEmpty()"),
                new Mutant(
                        "a claim that was given to a merged record is forgotten",
                        Guarantee.LINKED_ONCE,
                        "LinkMessages",
                        "checked.fan().ids()",
                        "java.util.List.of(checked.fan().id())"),
                new Mutant(
                        "a claim is taken over from a message that was sent",
                        Guarantee.LINKED_ONCE,
                        "LinkMessages",
                        "step.mayHaveSent() ? Fate.SENT : Fate.NOT_SENT",
                        "Fate.NOT_SENT"),
                new Mutant(
                        "the link messages of a streaming step that was done are tried",
                        Guarantee.UNDISTURBED,
                        "MessageFallback",
                        "case StepOutcome.Completed _ -> skipped(Reason.EARLIER_STEP_COMPLETED);",
                        "case StepOutcome.Completed _ -> Optional.empty();"));
    }
}
