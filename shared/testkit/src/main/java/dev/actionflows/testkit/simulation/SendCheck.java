package dev.actionflows.testkit.simulation;

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
    private final OptInCheck optIns;

    SendCheck(
            Kernel kernel,
            ViolationLog violations,
            InMemoryPorts memory,
            ConsentHistory consents,
            LedgerWatch ledger,
            HoursCheck hours,
            OptInCheck optIns) {
        this.kernel = kernel;
        this.violations = violations;
        this.memory = memory;
        this.consents = consents;
        this.ledger = ledger;
        this.hours = hours;
        this.optIns = optIns;
    }

    /** Called by the process that sends the text. */
    void check(TextMessage message) {
        StepKey step = DeliveryReports.stepOf(message.statusUrl());
        check(step, Identity.Kind.PHONE, message.statusUrl());
        optIns.message(optIns.addressOf(message), message.statusUrl());
        hours.sent(memory.ledger.find(step.run()).orElseThrow(), kernel.instant());
    }

    /** Called by the process that sends the mail. */
    void check(StepKey step, Mail mail) {
        check(step, Identity.Kind.EMAIL, MailService.keyOf(mail));
        optIns.message(optIns.addressOf(mail), MailService.keyOf(mail));
    }

    /** Called by the process that sends the direct message. */
    void check(StepKey step, DirectMessage message) {
        check(step, Identity.Kind.INSTAGRAM, "the direct message of " + step.text());
    }

    private void check(StepKey step, Identity.Kind channel, String message) {
        Kernel.Actor sender = kernel.current();
        String last = sender.lastCall();
        if (!last.equals("ConsentStore.check")) {
            violations.add(
                    Guarantee.STOP_HONORED,
                    "%s was sent after %s, and not after a check of the fan's consent"
                            .formatted(message, last));
        }
        Run run = memory.ledger.find(step.run()).orElseThrow();
        Fan fan = memory.fans.find(SampleProject.ID, run.fan()).orElseThrow();
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
