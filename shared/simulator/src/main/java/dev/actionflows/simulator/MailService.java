package dev.actionflows.simulator;

import dev.actionflows.domain.messaging.Mail;
import dev.actionflows.domain.messaging.MailEvent;
import dev.actionflows.domain.messaging.MailSender;
import dev.actionflows.domain.messaging.SendResult;
import dev.actionflows.domain.run.StepKey;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * A mail service without idempotency keys: it accepts, rejects or throttles mail, may not answer
 * before or after accepting one, and reports deliveries, bounces and complaints late, out of order,
 * repeatedly or never.
 */
final class MailService implements MailSender {
    private static final Duration CLIENT_TIMEOUT = Duration.ofSeconds(8);

    private final Kernel kernel;
    private final UncertainProvider provider;
    private final UncertainProvider questions;
    private final OptInCheck optIns;
    private final BiConsumer<StepKey, Mail> onSend;
    private final Consumer<Mail> onArrival;
    private final Consumer<MailEvent> onReport;

    /**
     * @param optIns checks the questions whether an address agrees
     * @param onSend called with each mail of a step when its sender hands it over
     * @param onArrival called when the recipient gets a mail
     * @param onReport called with each report
     */
    MailService(
            Kernel kernel,
            Faults faults,
            OptInCheck optIns,
            BiConsumer<StepKey, Mail> onSend,
            Consumer<Mail> onArrival,
            Consumer<MailEvent> onReport) {
        this.kernel = kernel;
        this.provider = new UncertainProvider(kernel, faults);
        // questions are rare
        this.questions = new UncertainProvider(kernel, faults, 0.2);
        this.optIns = optIns;
        this.onSend = onSend;
        this.onArrival = onArrival;
        this.onReport = onReport;
    }

    /** How often each message was accepted, by its key. */
    Map<String, Integer> accepted() {
        return provider.accepted();
    }

    static String keyOf(Mail mail) {
        return mail.marketing().orElseThrow().messageKey();
    }

    /** The step that sent the mail with this key. */
    static StepKey stepOf(String messageKey) {
        String[] parts = messageKey.split("-", -1);
        return StepKey.parse(SampleProject.ID, parts[1] + "." + parts[2]).orElseThrow();
    }

    @Override
    public SendResult send(Mail mail) {
        if (mail.isQuestion()) {
            return ask(mail);
        }
        onSend.accept(stepOf(keyOf(mail)), mail);
        kernel.note("send mail " + keyOf(mail));
        return provider.take(
                "MailSender.send", keyOf(mail), CLIENT_TIMEOUT, () -> arrive(mail, keyOf(mail)));
    }

    private SendResult ask(Mail mail) {
        optIns.ask(optIns.addressOf(mail));
        Instant askedAt = kernel.instant();
        kernel.note("ask " + mail.to().value());
        return questions.take(
                "MailSender.send",
                mail.to().value() + " at " + askedAt,
                CLIENT_TIMEOUT,
                () -> {
                    optIns.arrive(optIns.addressOf(mail), askedAt);
                    arrive(mail, mail.to().value() + " at " + askedAt);
                });
    }

    /**
     * @param id identifies the mail among all mail
     */
    private void arrive(Mail mail, String id) {
        Chance chance = kernel.chance("mail").of(id);
        double fate = chance.of("fate").below(100) / 100.0;
        if (fate < 0.6) {
            report(mail, id, MailEvent.Kind.DELIVERED, chance.of("delivered"));
            onArrival.accept(mail);
            if (chance.of("complains").hits(0.1)) {
                report(mail, id, MailEvent.Kind.COMPLAINT, chance.of("complaint"));
            }
        } else if (fate < 0.75) {
            report(mail, id, MailEvent.Kind.HARD_BOUNCE, chance.of("bounced"));
        } else if (fate < 0.85) {
            report(mail, id, MailEvent.Kind.SOFT_BOUNCE, chance.of("bounced"));
        }
        if (!chance.of("no report").hits(0.3)) {
            report(mail, id, MailEvent.Kind.SENT, chance.of("sent"));
        }
    }

    private void report(Mail mail, String id, MailEvent.Kind kind, Chance chance) {
        int times = chance.of("twice").hits(0.2) ? 2 : 1;
        for (int i = 0; i < times; i++) {
            Duration after = chance.of("after").between(0, 20_000);
            MailEvent event =
                    new MailEvent(
                            kind,
                            "mail-" + id.hashCode(),
                            keyOf(mail),
                            mail.to(),
                            kernel.instant().plus(after));
            kernel.after(after, () -> onReport.accept(event));
        }
    }
}
