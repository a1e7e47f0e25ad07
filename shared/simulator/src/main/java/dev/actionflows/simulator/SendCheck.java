package dev.actionflows.simulator;

import dev.actionflows.domain.fan.Fan;
import dev.actionflows.domain.fan.Identity;
import dev.actionflows.domain.messaging.DirectMessage;
import dev.actionflows.domain.messaging.Mail;
import dev.actionflows.domain.messaging.TextMessage;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.run.StepKey;
import dev.actionflows.domain.testing.InMemoryPorts;

/** Checks each message when a step hands it to the provider. */
final class SendCheck {
    private final Kernel kernel;
    private final ViolationLog violations;
    private final InMemoryPorts memory;
    private final ConsentHistory consents;
    private final LedgerWatch ledger;
    private final HoursCheck hours;
    private final LimitsCheck limits;
    private final LinkCheck links;
    private final NameHistory names;
    private final OptInCheck optIns;
    private final OperatorWatch operators;
    private final ReplyCheck replies;
    private final ExperimentCheck experiments;

    SendCheck(
            Kernel kernel,
            ViolationLog violations,
            InMemoryPorts memory,
            ConsentHistory consents,
            LedgerWatch ledger,
            HoursCheck hours,
            LimitsCheck limits,
            LinkCheck links,
            NameHistory names,
            OptInCheck optIns,
            OperatorWatch operators,
            ReplyCheck replies,
            ExperimentCheck experiments) {
        this.experiments = experiments;
        this.replies = replies;
        this.operators = operators;
        this.kernel = kernel;
        this.violations = violations;
        this.memory = memory;
        this.consents = consents;
        this.ledger = ledger;
        this.hours = hours;
        this.limits = limits;
        this.links = links;
        this.names = names;
        this.optIns = optIns;
    }

    /** Called by the process that sends the text. */
    void check(TextMessage message) {
        StepKey step = DeliveryReports.stepOf(message.statusUrl());
        check(step, Identity.Kind.PHONE, message.statusUrl(), message.body());
        optIns.message(optIns.addressOf(message), message.statusUrl());
        hours.sent(memory.ledger.find(step.run()).orElseThrow(), kernel.instant());
    }

    /** Called by the process that sends the mail. */
    void check(StepKey step, Mail mail) {
        check(step, Identity.Kind.EMAIL, MailService.keyOf(mail), mail.text());
        if (!memory.mailTenants.canSendFrom(mail.from())) {
            violations.add(
                    Guarantee.TRUE_OUTCOME,
                    MailService.keyOf(mail) + " was sent for a tenant that does not exist");
        }
        Run run = memory.ledger.find(step.run()).orElseThrow();
        memory.fans.find(SampleProject.ID, run.fan()).orElseThrow().of(Identity.Kind.EMAIL).stream()
                .filter(it -> it.value().equals(mail.to().value()))
                .filter(it -> consents.wasBounced(it.identity(), kernel.current().lastCallAt()))
                .forEach(
                        _ ->
                                violations.add(
                                        Guarantee.STOP_HONORED,
                                        MailService.keyOf(mail) + " was sent after a bounce"));
        optIns.message(optIns.addressOf(mail), MailService.keyOf(mail));
    }

    /** Called by the process that sends the direct message. */
    void check(StepKey step, DirectMessage message) {
        check(
                step,
                Identity.Kind.INSTAGRAM,
                "the direct message of " + step.text(),
                message.text());
    }

    private void check(StepKey step, Identity.Kind channel, String message, String text) {
        limits.sent(step, channel);
        operators.sent(message);
        Kernel.Actor sender = kernel.current();
        String last = sender.lastCall();
        if (!last.equals("ConsentStore.check") && !last.equals("MessageBudgetStore.take")) {
            violations.add(
                    Guarantee.STOP_HONORED,
                    "%s was sent after %s, and not after a check of the fan's consent"
                            .formatted(message, last));
        }
        Run run = memory.ledger.find(step.run()).orElseThrow();
        Fan fan = memory.fans.find(SampleProject.ID, run.fan()).orElseThrow();
        names.sent(run, step.index(), fan, text);
        replies.sent(run, step.index());
        experiments.sent(run, step.index(), text);
        links.sent(run, step);
        if (fan.of(channel).stream()
                .anyMatch(
                        it -> consents.wasStopped(run.fan(), it.identity(), sender.lastCallAt()))) {
            violations.add(Guarantee.STOP_HONORED, message + " was sent after STOP");
        }
        if (consents.wasStoppedElsewhere(run.fan(), fan, channel, sender.lastCallAt())) {
            violations.add(
                    Guarantee.STOP_HONORED, message + " was sent after STOP on another channel");
        }
        if (!ledger.mayBeDone(run, step.index())) {
            violations.add(Guarantee.IN_ORDER, message + " was sent before an earlier step");
        }
    }
}
