package dev.actionflows.simulator;

import java.util.List;

/** Mistakes in frequency caps, credits and fallbacks. */
final class LimitMutants {
    private LimitMutants() {}

    static List<Mutant> all() {
        return List.of(
                new Mutant(
                        "a frequency cap is ignored",
                        Guarantee.LIMITS_KEPT,
                        "MessageBudget",
                        "if (capped.isPresent()) {",
                        "if (capped.isPresent() && request.credits() < 0) {"),
                new Mutant(
                        "a fan gets one message more than the cap",
                        Guarantee.LIMITS_KEPT,
                        "FrequencyCap",
                        "return within.size() < max",
                        "return within.size() <= max"),
                new Mutant(
                        "credits are held back as if every text cost ten more",
                        Guarantee.LIMITS_KEPT,
                        "CreditShards",
                        "if (credits > pool.capacity()",
                        "if (credits + 10 > pool.capacity()"),
                new Mutant(
                        "a fallback is sent although the message before it was",
                        Guarantee.LADDER_KEPT,
                        "StepPass",
                        "if (ladder.isPresent()) {",
                        "if (ladder.isPresent() && ticket.index() > 24) {"),
                new Mutant(
                        "a message that may have been sent has a fallback",
                        Guarantee.LADDER_KEPT,
                        "RunStep",
                        "return outcome.filter(StepOutcome.Skipped.class::isInstance).isPresent();",
                        "return outcome.filter(it -> it instanceof StepOutcome.Skipped || it"
                                + " instanceof StepOutcome.Unknown).isPresent();"),
                new Mutant(
                        "a fallback is never tried",
                        Guarantee.LADDER_KEPT,
                        "MessageFallback",
                        "if (!run.step(index - 1).wasSkipped()) {",
                        "if (index > 0) {"),
                new Mutant(
                        "a question by text takes no credits",
                        Guarantee.LIMITS_KEPT,
                        "SendTextAction",
                        "return Optional.of(pricing.price(body, new"
                                + " PhoneNumber(address.value())));",
                        """
                        return messageKey.isEmpty()
                                    ? Optional.empty()
                                    : Optional.of(
                                            pricing.price(body, new PhoneNumber(address.value())));
                        """),
                new Mutant(
                        "more credits just before the wait is announced are missed",
                        Guarantee.WOKEN,
                        "StepPass",
                        "if (timed(step, first).isEmpty() || first.orOnceMet().isEmpty()) {",
                        "if (timed(step, first).isEmpty() || first.reason() != Reason.FLOW_PAUSED)"
                                + " {"),
                new Mutant(
                        "more credits wake no runs",
                        Guarantee.WOKEN,
                        "MessageLimitService",
                        "MET = Requirement.messageLimits();",
                        "MET = Requirement.phoneNumber();"));
    }
}
