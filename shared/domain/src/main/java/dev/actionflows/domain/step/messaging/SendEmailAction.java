package dev.actionflows.domain.step.messaging;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.document.Text;
import dev.actionflows.domain.error.Violation;
import dev.actionflows.domain.fan.ConfirmationRequest;
import dev.actionflows.domain.fan.ConfirmationToken;
import dev.actionflows.domain.fan.ConsentStore;
import dev.actionflows.domain.fan.Identity;
import dev.actionflows.domain.fan.UnsubscribeToken;
import dev.actionflows.domain.messaging.EmailAddress;
import dev.actionflows.domain.messaging.Mail;
import dev.actionflows.domain.messaging.MailEvent;
import dev.actionflows.domain.messaging.MailFrom;
import dev.actionflows.domain.messaging.MailLayout;
import dev.actionflows.domain.messaging.MailSender;
import dev.actionflows.domain.messaging.MessageTemplate;
import dev.actionflows.domain.messaging.SendResult;
import dev.actionflows.domain.messaging.budget.MessageBudget;
import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.run.Attempt;
import dev.actionflows.domain.run.MissingRequirement;
import dev.actionflows.domain.run.Requirement;
import dev.actionflows.domain.run.RunLedger;
import dev.actionflows.domain.run.SampleSubjects;
import dev.actionflows.domain.run.StepContext;
import dev.actionflows.domain.step.OnUnmet;
import dev.actionflows.domain.step.Step;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** Sends an email to the fan, at most once, with a link to unsubscribe. */
public final class SendEmailAction extends MessageAction<Step.SendEmail> {
    /** The mail service verifies a domain within minutes to days of its DNS records. */
    private static final Duration UNTIL_VERIFIED = Duration.ofHours(1);

    private final Supplier<MailSender> sender;
    private final UnsubscribeToken tokens;
    private final ConfirmationToken confirmations;

    /**
     * @param sender supplied when a mail is sent: static checks send none
     * @param links the links in messages
     */
    public SendEmailAction(
            Supplier<MailSender> sender,
            ConsentStore consents,
            MessageBudget budget,
            UnsubscribeToken tokens,
            ConfirmationToken confirmations,
            RunLedger ledger,
            OwnLinks links) {
        super(consents, budget, new LinkMessages(ledger, links));
        this.sender = sender;
        this.tokens = tokens;
        this.confirmations = confirmations;
    }

    @Override
    public Class<Step.SendEmail> stepClass() {
        return Step.SendEmail.class;
    }

    @Override
    Identity.Kind channel() {
        return Identity.Kind.EMAIL;
    }

    @Override
    Reason noAddress() {
        return Reason.NO_EMAIL;
    }

    private static boolean canSend(Project project) {
        return project.email().isPresent();
    }

    @Override
    Optional<MissingRequirement> missingSender(StepContext context) {
        return canSend(context.project())
                ? Optional.empty()
                : Optional.of(
                        MissingRequirement.until(Requirement.emailSender(), Reason.NO_SENDER));
    }

    @Override
    Composed compose(Step.SendEmail step, StepContext context) {
        MailSender service = sender.get();
        Project project = context.project();
        String subject = MailLayout.subject(step.subject().render(mergeTags(step, context)));
        String body = step.body().render(mergeTags(step, context));
        if (Text.isBlank(subject) || Text.isBlank(body)) {
            return new Composed.None(Attempt.skipped(Reason.EMPTY_TEXT));
        }
        // derives its key now: no call may come between the check of the consent and the sending
        Function<Identity, String> token = tokens.issuer(project);
        String messageKey = context.stepKey().messageKey();
        return (Composed.Message)
                (to, _) ->
                        send(
                                service,
                                mail(
                                        project,
                                        new EmailAddress(to.value()),
                                        subject,
                                        body,
                                        token.apply(to.identity()),
                                        messageKey));
    }

    /** A sender that is not verified yet may be later, see {@link ProviderDelay}. */
    private static SendResult send(MailSender service, Mail mail) {
        SendResult result = service.send(mail);
        return result instanceof SendResult.MessageRefused(Reason reason)
                        && reason == Reason.SENDER_NOT_VERIFIED
                ? new SendResult.NotTaken(reason, UNTIL_VERIFIED)
                : result;
    }

    @Override
    Composed.Message question(StepContext context) {
        MailSender service = sender.get();
        Project project = context.project();
        Function<Identity, String> token = confirmations.issuer(project, context.now());
        Function<Identity, String> unsubscribe = tokens.issuer(project);
        String subject =
                MailLayout.subject(
                        "Please confirm your email address for %s".formatted(project.name()));
        return (Composed.Message)
                (to, _) ->
                        send(
                                service,
                                mail(
                                        project,
                                        new EmailAddress(to.value()),
                                        subject,
                                        question(
                                                project,
                                                project.confirmationUrl(
                                                        token.apply(to.identity()))),
                                        unsubscribe.apply(to.identity()),
                                        MailEvent.questionKey(project.id())));
    }

    private static String question(Project project, String link) {
        return """
        Please confirm that %s may send email to this address:

        %s

        The link works for %d days. If you did not ask for this, ignore this email: without your
        confirmation, no more follows.
        """
                .formatted(project.name(), link, ConfirmationRequest.ANSWERABLE.toDays());
    }

    private static Mail mail(
            Project project,
            EmailAddress to,
            String subject,
            String body,
            String token,
            String messageKey) {
        MailFrom from = project.email().orElseThrow();
        String link = project.unsubscribeUrl(token);
        String sender = MailLayout.sender(project.name(), from);
        return new Mail(
                from,
                to,
                subject,
                MailLayout.text(body, sender, link),
                Optional.of(
                        new Mail.Marketing(
                                MailLayout.html(subject, body, sender, link), link, messageKey)));
    }

    @Override
    Map<String, MessageTemplate> templates(Step.SendEmail step) {
        Map<String, MessageTemplate> templates = new LinkedHashMap<>();
        templates.put("/subject", step.subject());
        templates.put("/body", step.body());
        return templates;
    }

    @Override
    public Optional<Violation> advice(Step.SendEmail step, Project project) {
        return project.email()
                .filter(from -> from.postalAddress().isEmpty())
                .map(
                        _ ->
                                new Violation(
                                        "/body",
                                        "is sent without a postal address in its footer, which the"
                                                + " law requires in several countries; set the"
                                                + " postalAddress of the project's email sender"));
    }

    @Override
    public Optional<String> missingSetup(Step.SendEmail step, Project project) {
        return canSend(project)
                ? Optional.empty()
                : Optional.of(
                        "the project has no email sender yet, so this step waits for one or is"
                                + " skipped, depending on its onUnmet");
    }

    @Override
    public Step.SendEmail sample(SampleSubjects subjects, OnUnmet onUnmet) {
        return new Step.SendEmail(
                new MessageTemplate("News from {{project_name}}"), MergeTags.SAMPLE, onUnmet);
    }
}
