package dev.actionflows.simulator;

import java.util.List;

/** Mistakes in what operators can do. */
final class OperatorMutants {
    private OperatorMutants() {}

    static List<Mutant> all() {
        return List.of(
                new Mutant(
                        "messages are sent although all sends are stopped",
                        Guarantee.STOPPABLE,
                        "MessageLimiter",
                        "return context.project().limits().stopped();",
                        "return context.index() > 24;"),
                new Mutant(
                        "only the first page of a flow's runs is cancelled",
                        Guarantee.STOPPABLE,
                        "RunCanceller",
                        "if (page.next().isPresent() && !requested.equals(page.next())) {",
                        "if (page.next().isPresent() && page.items().size() > 1_000) {"),
                new Mutant(
                        "a cancelled run still waits",
                        Guarantee.NOT_FORGOTTEN,
                        "RunCanceller",
                        "step.hasEnded() ? step : step.cancelled(now, mayBeInProgress)",
                        "step.isOpen() ? step.cancelled(now, mayBeInProgress) : step"),
                new Mutant(
                        "a message that was accepted is tried again",
                        Guarantee.SENT_ONCE,
                        "RunControl",
                        "if (step.mayHaveSent()) {",
                        "if (index > 24) {"),
                new Mutant(
                        "a retried run has no due time",
                        Guarantee.NOT_FORGOTTEN,
                        "RunReopener",
                        "Run next = retried.nextEpoch(now);",
                        "Run next = retried;"),
                new Mutant(
                        "a cancelled step counts as not begun",
                        Guarantee.TRUE_OUTCOME,
                        "RunStep",
                        "claim.isPresent()\n                        || (isOpen()",
                        "(isOpen()"));
    }
}
