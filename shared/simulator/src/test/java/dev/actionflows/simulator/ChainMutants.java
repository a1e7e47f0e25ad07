package dev.actionflows.simulator;

import java.util.List;

/** Mistakes in what completed steps lead to. */
final class ChainMutants {
    private ChainMutants() {}

    static List<Mutant> all() {
        return List.of(
                new Mutant(
                        "a failure to send what a step leads to is ignored",
                        Guarantee.CHAINED,
                        "OutcomeEventSender",
                        "queue.get().send(event);",
                        "try { queue.get().send(event); }"
                                + " catch (RuntimeException e) { return; }"),
                new Mutant(
                        "a release that is saved on a page is no event",
                        Guarantee.EVENT_KEPT,
                        "ActionEvents",
                        "if (done == Reason.SAVED) {",
                        "if (done == Reason.REGISTERED) {"),
                new Mutant(
                        "a report that a text was sent counts as its delivery",
                        Guarantee.CHAINED,
                        "MessageTracker",
                        "if (report instanceof DeliveryReport.Delivered) {",
                        "if (report instanceof DeliveryReport.Taken) {"),
                new Mutant(
                        "a page about a release forgets the ids of its forms",
                        Guarantee.EVENT_KEPT,
                        "ReleasePageVisits",
                        "Optional.of(offer.name() + \".\" + id),",
                        "Optional.empty(),"),
                new Mutant(
                        "what the player of a page reports is not stored",
                        Guarantee.EVENT_KEPT,
                        "ReleasePageVisits",
                        "if (token.isEmpty() || page.content().track().isEmpty()) {",
                        "if (token.isPresent()) { return true; } if (token.isEmpty()) {"),
                new Mutant(
                        "the links of a message are not stored",
                        Guarantee.LINKS_LEAD,
                        "MessageAction",
                        "links.store(templates(step).values(), context);",
                        ""),
                new Mutant(
                        "a link to connect can be made from a link to a release",
                        Guarantee.LINKS_LEAD,
                        "LinkOpener",
                        ".filter(it -> it.targets().contains(address.target()))",
                        ""),
                new Mutant(
                        "opening a link counts as a click",
                        Guarantee.CHAINED,
                        "LinkOpener",
                        "Optional<OpenedLink> opened = look(address, device, deadline);",
                        "click(address); Optional<OpenedLink> opened = look(address, device,"
                                + " deadline);"),
                new Mutant(
                        "a click is counted before its event is stored",
                        Guarantee.CHAINED,
                        "LinkOpener",
                        "if (link.get().visits().firstClickedAt().isEmpty()) {",
                        "links.click(address.code(), clock.instant());"
                                + " if (link.get().visits().firstClickedAt().isEmpty()) {"),
                new Mutant(
                        "what a step leads to is sent only at the first attempt",
                        Guarantee.CHAINED,
                        "StepPass",
                        "if (outcome instanceof StepOutcome.Completed completed) {",
                        "if (ticket.retryCount() == 0"
                                + " && outcome instanceof StepOutcome.Completed completed) {"),
                new Mutant(
                        "what a step leads to has another id each time",
                        Guarantee.CHAINED,
                        "OutcomeReceiver",
                        "outcome.id(),",
                        "new dev.actionflows.domain.event.EventId("
                                + "outcome.id().value() + outcome.at()),"),
                new Mutant(
                        "a chain of runs goes round in circles",
                        Guarantee.CHAINED,
                        "FlowStarter",
                        "if (cause.includes(flow)) {",
                        "if (cause.flows().isEmpty()) {"),
                new Mutant(
                        "a chain of runs forgets where it began",
                        Guarantee.CHAINED,
                        "OutcomeReceiver",
                        "outcome.cause());",
                        "Optional.empty());"),
                new Mutant(
                        "a pre-save for later counts as saved",
                        Guarantee.CHAINED,
                        "CausedEvent",
                        "Optional.of(Reason.SAVED)",
                        "Optional.empty()"),
                new Mutant(
                        "a flow that counts events of any release is forgotten",
                        Guarantee.CHAINED,
                        "ActiveFlows",
                        "subject.equals(scope) || scope.equals(TriggerScope.ANY)",
                        "subject.equals(scope)"));
    }
}
