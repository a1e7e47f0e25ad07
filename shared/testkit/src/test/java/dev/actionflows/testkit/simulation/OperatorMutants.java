package dev.actionflows.testkit.simulation;

import java.util.List;

/** Mistakes in what operators can do. */
final class OperatorMutants {
    private OperatorMutants() {}

    static List<Mutant> all() {
        return List.of(
                new Mutant(
                        "messages are sent although all sends are stopped",
                        Guarantee.STOPPABLE,
                        "MessageAction",
                        "if (context.project().limits().stopped()) {",
                        "if (context.project().limits().stopped() && context.index() > 24) {"),
                new Mutant(
                        "only the first page of a flow's runs is cancelled",
                        Guarantee.STOPPABLE,
                        "RunCanceller",
                        "if (page.next().isPresent() && !requested.equals(page.next())) {",
                        "if (page.next().isPresent() && page.items().size() > 1_000) {"),
                new Mutant(
                        "a cancelled run still waits",
                        Guarantee.IN_ORDER,
                        "Run",
                        "if (status == RunStatus.CANCELLED) {",
                        "if (startsWithoutProgress < 0) {"),
                new Mutant(
                        "a message that was accepted is tried again",
                        Guarantee.SENT_ONCE,
                        "RunControl",
                        "if (step.mayHaveSent()) {",
                        "if (index > 24) {"),
                new Mutant(
                        "a run is retried while a step is in progress",
                        Guarantee.TRUE_OUTCOME,
                        "RunControl",
                        "requireRetryable(run);",
                        ""),
                new Mutant(
                        "a message that was sent while its run was cancelled is not known",
                        Guarantee.TRUE_OUTCOME,
                        "OwnedStep",
                        "if (step.wasCancelledUnder(ticket.token())) {",
                        "if (ticket.index() > 24) {"),
                new Mutant(
                        "a cancelled step counts as not begun",
                        Guarantee.TRUE_OUTCOME,
                        "RunStep",
                        "claim.isPresent() || (isNext && !type.isMessage() && type.hasFunction());",
                        "isNext && !type.isMessage() && type.hasFunction();"));
    }
}
