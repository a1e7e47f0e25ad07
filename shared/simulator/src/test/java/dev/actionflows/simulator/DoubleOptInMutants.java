package dev.actionflows.simulator;

import java.util.List;

/** Mistakes in double opt-in. */
final class DoubleOptInMutants {
    private DoubleOptInMutants() {}

    static List<Mutant> all() {
        return List.of(
                new Mutant(
                        "a message is sent to an address that has not confirmed its consent",
                        Guarantee.CONFIRMED_FIRST,
                        "MessageAction",
                        "question.isPresent() ? checked.confirmed() : checked.permission();",
                        "checked.permission();"),
                new Mutant(
                        "an address is asked several times a day",
                        Guarantee.CONFIRMED_FIRST,
                        "ConfirmationRequest",
                        "INTERVAL = Duration.ofDays(1);",
                        "INTERVAL = Duration.ofSeconds(30);"),
                new Mutant(
                        "a question that may have been sent is repeated at once",
                        Guarantee.CONFIRMED_FIRST,
                        "DoubleOptIn",
                        "case SendResult.Unknown _ -> waiting(context);",
                        """
                        case SendResult.Unknown _ -> {
                            consents.withdrawConfirmation(
                                    context.projectId(), to.identity(), request);
                            yield Attempt.tryLater(
                                    Reason.PROVIDER_UNAVAILABLE, Duration.ofSeconds(30));
                        }
                        """),
                new Mutant(
                        "a question that may not have been sent is never repeated",
                        Guarantee.CONFIRMED_FIRST,
                        "ConfirmationRequest",
                        "(!sent || at.isBefore(begunAt));",
                        "at.isBefore(begunAt);"),
                new Mutant(
                        "a question is asked in quiet hours",
                        Guarantee.QUIET_HOURS_KEPT,
                        "DoubleOptIn",
                        "return switch (hours) {",
                        "return switch (context.index() >= 0 ? HoursDecision.unrestricted() :"
                                + " hours) {"),
                new Mutant(
                        "a yes by text counts from its receipt, so that it undoes a STOP before it",
                        Guarantee.CONFIRMED_FIRST,
                        "ConsentWords",
                        "request.at(),",
                        "event.receivedAt(),"),
                new Mutant(
                        "a click counts from its time, so that it undoes a STOP before it",
                        Guarantee.CONFIRMED_FIRST,
                        "ConsentConfirmer",
                        "request.at(),\n                        clock.instant(),",
                        "clock.instant(),\n                        clock.instant(),"),
                new Mutant(
                        "a yes by text wakes no runs",
                        Guarantee.WOKEN,
                        "ConfirmationWakeUps",
                        "ids.forEach(id -> queue.requirementMet(event.project(),"
                                + " Requirement.confirmedConsent(id)));",
                        ""),
                new Mutant(
                        "mail goes to a confirmed address that bounced",
                        Guarantee.STOP_HONORED,
                        "ConsentStore",
                        ".filter(it -> it.confirmed() && !it.mail().bounced())",
                        ".filter(KnownIdentity::confirmed)"),
                new Mutant(
                        "START confirms every number of the fan",
                        Guarantee.CONFIRMED_FIRST,
                        "ConsentWords",
                        "ConsentChange.Kind.RESUMED",
                        "ConsentChange.Kind.START"),
                new Mutant(
                        "bounces and complaints about questions are ignored",
                        Guarantee.STOP_HONORED,
                        "MailEventReceiver",
                        ".or(() -> MailEvent.projectOfQuestion(event.messageKey()))",
                        ""),
                new Mutant(
                        "a click wakes no runs",
                        Guarantee.WOKEN,
                        "ConsentConfirmer",
                        "Set<FanId> ids = known.ids();",
                        "Set<FanId> ids = Set.of();"));
    }
}
