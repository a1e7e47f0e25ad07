package dev.actionflows.domain.usage;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.error.ErrorCode;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.messaging.EmailAddress;
import dev.actionflows.domain.messaging.Mail;
import dev.actionflows.domain.messaging.MailLayout;
import dev.actionflows.domain.messaging.MailSender;
import dev.actionflows.domain.messaging.SendResult;
import dev.actionflows.domain.project.Project;

import java.time.Duration;
import java.time.YearMonth;
import java.util.Optional;

/**
 * Mails an alert to the project, from the project's own sender: the deployment has no other
 * verified one.
 */
final class AlertMail {
    /** A batch of the stream waits for no longer than this. */
    private static final Duration MAX_WAIT = Duration.ofMinutes(1);

    private final MailSender mails;

    AlertMail(MailSender mails) {
        this.mails = mails;
    }

    /**
     * @return why the mail cannot be sent; empty if it was sent
     * @throws ProblemException TRY_AGAIN if it may not have been sent
     */
    Optional<Reason> send(Project project, EmailAddress to, CreditAlert alert) {
        if (project.email().isEmpty()) {
            return Optional.of(Reason.NO_SENDER);
        }
        CreditThreshold threshold = alert.threshold();
        SendResult result =
                mails.send(
                        new Mail(
                                project.email().get(),
                                to,
                                MailLayout.subject(
                                        "%s: %d %% of the credits are used"
                                                .formatted(project.name(), threshold.percent())),
                                text(project, alert)));
        return switch (result) {
            case SendResult.Accepted _ -> Optional.empty();
            case SendResult.MessageRefused(Reason reason) -> Optional.of(reason);
            case SendResult.NotPermitted(Reason reason) -> Optional.of(reason);
            case SendResult.AuthorizationEnded() -> Optional.of(Reason.CREDENTIALS_REJECTED);
            case SendResult.OptedOut() -> Optional.of(Reason.STOPPED);
            case SendResult.NotTaken(Reason reason, Duration after) -> {
                if (after.compareTo(MAX_WAIT) <= 0) {
                    throw tryAgain();
                }
                yield Optional.of(reason);
            }
            case SendResult.Unknown _ -> throw tryAgain();
        };
    }

    private static ProblemException tryAgain() {
        return new ProblemException(ErrorCode.TRY_AGAIN, "an alert may not have been mailed");
    }

    private static String text(Project project, CreditAlert alert) {
        CreditThreshold threshold = alert.threshold();
        return "%s has used %d of %d credits %s.\n\n%s\n"
                .formatted(
                        project.name(),
                        alert.used(),
                        threshold.limit(),
                        threshold
                                .month()
                                .map(YearMonth::toString)
                                .map("in the month "::concat)
                                .orElse("that it was granted"),
                        switch (project.limits().credits().whenUsedUp()) {
                            case STOP -> "When they are used up, texts are not sent.";
                            case WAIT -> "When they are used up, texts wait until there are more.";
                            case CONTINUE ->
                                    "When they are used up, texts continue and cost further"
                                            + " credits.";
                        });
    }
}
