package dev.actionflows.simulator;

import java.util.List;

/** Mistakes in waits, conditions and replies. */
final class TurnMutants {
    private TurnMutants() {}

    static List<Mutant> all() {
        return List.of(
                new Mutant(
                        "a wait ends at once",
                        Guarantee.TURN_KEPT,
                        "WaitOutcomes",
                        "return end.isAfter(now)",
                        "return end.isAfter(startedAt.plusSeconds(200))"),
                new Mutant(
                        "a wait begins again each time it is judged",
                        Guarantee.NOTHING_DROPPED,
                        "WaitSteps",
                        "Instant startedAt = advanced.step(index).startedAt().orElse(turn(index,"
                                + " advanced, now));",
                        "Instant startedAt = now;"),
                new Mutant(
                        "the end of a wait is no reason to look at the run",
                        Guarantee.RECOVERED,
                        "RunResumer",
                        "Run awake = pastWaits(run.reopened(wait -> !wait.until().isAfter(now),"
                                + " now), now);",
                        "Run awake = run.reopened(wait -> !wait.until().isAfter(now) &&"
                                + " wait.reason() != Reason.WAITING_FOR_TIME, now);"),
                new Mutant(
                        "a condition is ignored",
                        Guarantee.TURN_KEPT,
                        "StepPass",
                        "if (!Conditions.areMet(condition, definition, context)) {",
                        "if (ticket.index() > 24) {"),
                new Mutant(
                        "the condition of a wait is ignored",
                        Guarantee.TURN_KEPT,
                        "WaitSteps",
                        "if (isSkipped) {",
                        "if (isSkipped && index > 24) {"),
                new Mutant(
                        "a negated condition counts as if it were not",
                        Guarantee.TURN_KEPT,
                        "Conditions",
                        "!isMet(other, definition, run, facts, justDone, now);",
                        "isMet(other, definition, run, facts, justDone, now);"),
                new Mutant(
                        "a reply is ignored by steps at services",
                        Guarantee.REPLY_HEEDED,
                        "StepPass",
                        "return Replies.missing(context)",
                        "return Optional.<MissingRequirement>empty()"),
                new Mutant(
                        "a step that has waited does not ask for a reply again",
                        Guarantee.REPLY_HEEDED,
                        "StepPass",
                        "return Replies.missing(context)",
                        "return Replies.missing(context).filter(_ ->"
                                + " context.run().steps().stream().allMatch(it ->"
                                + " it.giveUpAt().isEmpty()))"),
                new Mutant(
                        "after a reply only one step is skipped",
                        Guarantee.REPLY_HEEDED,
                        "RunSteps",
                        "if (failed || reason == Reason.FAN_REPLIED) {",
                        "if (failed) {"),
                new Mutant(
                        "a keyword is a reply when it is delivered again while its flow is paused",
                        Guarantee.REPLY_HEEDED,
                        "EventConsents",
                        "consents.messageTaken(event.project(), from.identity(), event.id(), now)",
                        "Optional.<Instant>empty()"));
    }
}
