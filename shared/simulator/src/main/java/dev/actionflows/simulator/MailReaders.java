package dev.actionflows.simulator;

import dev.actionflows.domain.intake.ConsentConfirmer;
import dev.actionflows.domain.intake.Unsubscriber;
import dev.actionflows.domain.messaging.EmailAddress;
import dev.actionflows.domain.messaging.Mail;
import dev.actionflows.domain.project.Project;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Recipients of mail: scanners open the links in it, and some people unsubscribe or confirm their
 * consent.
 */
final class MailReaders {
    private static final int TRIES = 4;

    private final Kernel kernel;
    private final LambdaRuntime lambda;
    private final Unsubscriber unsubscriber;
    private final Set<EmailAddress> asked = new LinkedHashSet<>();
    private final ConsentConfirmer confirmer;
    private final WakeUps wakeUps;
    private final Set<EmailAddress> unsubscribed = new LinkedHashSet<>();

    MailReaders(
            Kernel kernel,
            LambdaRuntime lambda,
            Unsubscriber unsubscriber,
            ConsentConfirmer confirmer,
            WakeUps wakeUps) {
        this.kernel = kernel;
        this.lambda = lambda;
        this.unsubscriber = unsubscriber;
        this.confirmer = confirmer;
        this.wakeUps = wakeUps;
    }

    /** The recipients who have requested to unsubscribe, answered or not. */
    Set<EmailAddress> asked() {
        return asked;
    }

    /** The recipients whose request to unsubscribe was answered with 2xx. */
    Set<EmailAddress> unsubscribed() {
        return unsubscribed;
    }

    void receive(Mail mail) {
        if (mail.isQuestion()) {
            receiveQuestion(mail);
            return;
        }
        Chance chance = kernel.chance("reader").of(MailService.keyOf(mail));
        String token = unsubscribeToken(mail);
        if (chance.of("scanner").hits(0.5)) {
            lambda.invoke(
                    "email-unsubscribe",
                    "scan of " + token,
                    () -> requireSender(unsubscriber.senderOf(token)),
                    () -> {},
                    () -> {});
        }
        if (chance.of("unsubscribes").hits(0.3)) {
            kernel.after(
                    chance.of("after").between(0, 60_000),
                    () -> unsubscribe(mail.to(), token, TRIES));
        }
    }

    private static String unsubscribeToken(Mail mail) {
        String url = mail.marketing().orElseThrow().unsubscribeUrl();
        return url.substring(url.lastIndexOf('/') + 1);
    }

    private void receiveQuestion(Mail mail) {
        Chance chance = kernel.chance("confirms").of(mail.to().value());
        String url =
                mail.text()
                        .lines()
                        .filter(it -> it.startsWith("https://"))
                        .findFirst()
                        .orElseThrow();
        String token = url.substring(url.lastIndexOf('/') + 1);
        if (chance.of("unsubscribes").hits(0.1)) {
            kernel.after(
                    chance.of("unsubscribes after").between(0, 60_000),
                    () -> unsubscribe(mail.to(), unsubscribeToken(mail), TRIES));
        }
        if (chance.of("scanner").hits(0.5)) {
            lambda.invoke(
                    "email-confirm",
                    "scan of " + token,
                    () -> requireLink(confirmer.look(token)),
                    () -> {},
                    () -> {});
        }
        if (chance.of("confirms").hits(0.6)) {
            int times = chance.of("twice").hits(0.3) ? 2 : 1;
            for (int i = 0; i < times; i++) {
                kernel.after(
                        chance.of("after").of("click " + i).between(0, 60_000),
                        () -> confirm(token, wakeUps.tries()));
            }
        }
    }

    private void confirm(String token, int tries) {
        lambda.invoke(
                "email-confirm",
                "confirm " + token,
                () -> requireLink(confirmer.confirm(token)),
                () -> {},
                () -> {
                    if (tries > 1) {
                        kernel.after(Duration.ofSeconds(5), () -> confirm(token, tries - 1));
                    }
                });
    }

    private static void requireLink(Optional<ConsentConfirmer.Link> link) {
        if (link.isEmpty()) {
            throw new IllegalStateException("the token of a question is invalid");
        }
    }

    private void unsubscribe(EmailAddress recipient, String token, int tries) {
        asked.add(recipient);
        lambda.invoke(
                "email-unsubscribe",
                "unsubscribe " + token,
                () -> requireSender(unsubscriber.unsubscribe(token, Unsubscriber.Way.ONE_CLICK)),
                () -> unsubscribed.add(recipient),
                () -> {
                    if (tries > 1) {
                        kernel.after(
                                Duration.ofSeconds(5),
                                () -> unsubscribe(recipient, token, tries - 1));
                    }
                });
    }

    /** A token that we issued is valid. */
    private static void requireSender(Optional<Project> sender) {
        if (sender.isEmpty()) {
            throw new IllegalStateException("the token of a mail is invalid");
        }
    }
}
