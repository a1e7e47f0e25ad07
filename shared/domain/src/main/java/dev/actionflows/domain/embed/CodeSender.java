package dev.actionflows.domain.embed;

import dev.actionflows.domain.error.ErrorCode;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.fan.FanIdentity;
import dev.actionflows.domain.fan.Identity;
import dev.actionflows.domain.messaging.EmailAddress;
import dev.actionflows.domain.messaging.Mail;
import dev.actionflows.domain.messaging.MailLayout;
import dev.actionflows.domain.messaging.MailSender;
import dev.actionflows.domain.messaging.PhoneNumber;
import dev.actionflows.domain.messaging.SendResult;
import dev.actionflows.domain.messaging.TextMessage;
import dev.actionflows.domain.messaging.TextSender;
import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.project.SmsAccount;
import dev.actionflows.domain.project.Vault;

import java.time.Duration;

/** Sends codes through the project's SMS provider or the mail service. */
final class CodeSender {
    /** Short, because a fan is waiting for the response. */
    private static final Duration TIMEOUT = Duration.ofSeconds(8);

    /** As the text says: a code that arrives later is of no use. */
    private static final Duration VALIDITY = Duration.ofMinutes(10);

    private final TextSender texts;
    private final MailSender mails;
    private final Vault vault;

    CodeSender(TextSender texts, MailSender mails, Vault vault) {
        this.texts = texts;
        this.mails = mails;
        this.vault = vault;
    }

    /**
     * @throws ProblemException STATE_CONFLICT if the project has no sender for this kind of address
     */
    static void requireWay(Project project, Identity.Kind kind) {
        boolean has =
                switch (kind) {
                    case PHONE -> project.sms().isPresent();
                    case EMAIL -> project.email().isPresent();
                    case SPOTIFY, INSTAGRAM -> false;
                };
        if (!has) {
            throw new ProblemException(
                    ErrorCode.STATE_CONFLICT,
                    kind == Identity.Kind.PHONE
                            ? "the project has no number to send a code from: PUT …/sms"
                            : "the project has no address to send a code from: PUT …/email");
        }
    }

    SendResult send(Project project, FanIdentity to, String code) {
        return switch (to.kind()) {
            case PHONE -> text(project, new PhoneNumber(to.value()), code);
            case EMAIL -> mail(project, new EmailAddress(to.value()), code);
            case SPOTIFY, INSTAGRAM ->
                    throw new IllegalStateException(
                            "codes cannot be sent to this kind of identity");
        };
    }

    private SendResult text(Project project, PhoneNumber to, String code) {
        SmsAccount account = project.sms().orElseThrow();
        String body =
                "%s: your code is %s. It is good for 10 minutes. Not you? Ignore this text."
                        .formatted(project.name(), code);
        return texts.send(
                new TextMessage(account.number(), to, body, "", "", VALIDITY),
                account.credentials(project, vault),
                TIMEOUT);
    }

    private SendResult mail(Project project, EmailAddress to, String code) {
        String text =
                """
                Your code is %s. It is valid for 10 minutes.

                Someone entered this address to hear from %s. If it was not you, ignore this email:
                nothing happens without the code.
                """
                        .formatted(code, project.name());
        return mails.send(
                new Mail(
                        project.email().orElseThrow(),
                        to,
                        MailLayout.subject(
                                "%s is your code for %s".formatted(code, project.name())),
                        text));
    }
}
