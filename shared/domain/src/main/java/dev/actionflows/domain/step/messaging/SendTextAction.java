package dev.actionflows.domain.step.messaging;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.document.Text;
import dev.actionflows.domain.error.Violation;
import dev.actionflows.domain.fan.ConsentStore;
import dev.actionflows.domain.fan.FanIdentity;
import dev.actionflows.domain.fan.Identity;
import dev.actionflows.domain.messaging.MergeTag;
import dev.actionflows.domain.messaging.MessageTemplate;
import dev.actionflows.domain.messaging.PhoneNumber;
import dev.actionflows.domain.messaging.SendResult;
import dev.actionflows.domain.messaging.SmsCredentials;
import dev.actionflows.domain.messaging.TextMessage;
import dev.actionflows.domain.messaging.TextParts;
import dev.actionflows.domain.messaging.TextSender;
import dev.actionflows.domain.messaging.budget.MessageBudget;
import dev.actionflows.domain.messaging.limits.CreditUse;
import dev.actionflows.domain.messaging.quiethours.QuietHours;
import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.project.SmsAccount;
import dev.actionflows.domain.project.Vault;
import dev.actionflows.domain.run.Attempt;
import dev.actionflows.domain.run.Deadline;
import dev.actionflows.domain.run.MissingRequirement;
import dev.actionflows.domain.run.Requirement;
import dev.actionflows.domain.run.RunLedger;
import dev.actionflows.domain.run.SampleSubjects;
import dev.actionflows.domain.run.StepContext;
import dev.actionflows.domain.step.OnUnmet;
import dev.actionflows.domain.step.Step;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Sends a text to the fan, at most once. */
public final class SendTextAction extends MessageAction<Step.SendText> {
    private static final String TEXT = "/text";

    private final Supplier<TextSender> sender;
    private final Vault vault;
    private final TextHours hours;
    private final TextPricing pricing;

    /**
     * @param sender supplied when a text is sent: static checks send none
     * @param quietHours supplied when a text needs them
     * @param links the links in messages
     */
    public SendTextAction(
            Supplier<TextSender> sender,
            ConsentStore consents,
            MessageBudget budget,
            Vault vault,
            Supplier<QuietHours> quietHours,
            RunLedger ledger,
            OwnLinks links) {
        super(consents, budget, new LinkMessages(ledger, links));
        this.sender = sender;
        this.vault = vault;
        this.hours = new TextHours(quietHours);
        this.pricing = new TextPricing(quietHours);
    }

    @Override
    public Class<Step.SendText> stepClass() {
        return Step.SendText.class;
    }

    @Override
    Identity.Kind channel() {
        return Identity.Kind.PHONE;
    }

    @Override
    Reason noAddress() {
        return Reason.NO_PHONE;
    }

    private static boolean canSend(Project project) {
        return project.sms().isPresent();
    }

    @Override
    Optional<MissingRequirement> missingSender(StepContext context) {
        return canSend(context.project())
                ? Optional.empty()
                : Optional.of(
                        MissingRequirement.until(Requirement.phoneNumber(), Reason.NO_NUMBER));
    }

    @Override
    HoursDecision hours(FanIdentity to, StepContext context) {
        return hours.decide(new PhoneNumber(to.value()), context);
    }

    @Override
    Composed compose(Step.SendText step, StepContext context) {
        TextSender provider = sender.get();
        Project project = context.project();
        SmsAccount account = project.sms().orElseThrow();
        String body = step.text().render(mergeTags(step, context));
        if (Text.isBlank(body)) {
            return new Composed.None(Attempt.skipped(Reason.EMPTY_TEXT));
        }
        if (Text.length(body) > TextMessage.MAX_LENGTH) {
            return new Composed.None(Attempt.failed(Reason.TEXT_TOO_LONG));
        }
        return new Draft(
                provider,
                account,
                account.credentials(project, vault),
                body,
                statusUrl(context),
                context.stepKey().messageKey(),
                pricing,
                context.deadline());
    }

    /** A text that is complete but for its recipient. */
    private record Draft(
            TextSender provider,
            SmsAccount account,
            SmsCredentials credentials,
            String body,
            String statusUrl,
            String messageKey,
            TextPricing pricing,
            Deadline deadline)
            implements Composed.Message {
        @Override
        public SendResult sendTo(FanIdentity address, Duration validity) {
            TextMessage text =
                    new TextMessage(
                            account.number(),
                            new PhoneNumber(address.value()),
                            body,
                            statusUrl,
                            messageKey,
                            validity);
            return provider.send(text, credentials, deadline.left());
        }

        @Override
        public Optional<CreditUse> price(FanIdentity address) {
            return Optional.of(pricing.price(body, new PhoneNumber(address.value())));
        }
    }

    /** Without a status URL and a key: its delivery says nothing about the step's own message. */
    @Override
    Composed.Message question(StepContext context) {
        Project project = context.project();
        SmsAccount account = project.sms().orElseThrow();
        return new Draft(
                sender.get(),
                account,
                account.credentials(project, vault),
                "Reply YES to get texts from %s. Reply STOP to end.".formatted(project.name()),
                "",
                "",
                pricing,
                context.deadline());
    }

    private static String statusUrl(StepContext context) {
        return context.project().smsStatusUrl() + "?step=" + context.stepKey().text();
    }

    @Override
    Map<String, MessageTemplate> templates(Step.SendText step) {
        return Map.of(TEXT, step.text());
    }

    @Override
    Optional<Violation> tooLong(Step.SendText step, Map<MergeTag, String> longest) {
        int length =
                step.text().renderAll(longest).stream().mapToInt(Text::length).max().orElseThrow();
        return length <= TextMessage.MAX_LENGTH
                ? Optional.empty()
                : Optional.of(
                        new Violation(
                                TEXT,
                                ("is up to %d characters long once its tags are filled in, but a"
                                                + " text may have at most %d; shorten it by %d")
                                        .formatted(
                                                length,
                                                TextMessage.MAX_LENGTH,
                                                length - TextMessage.MAX_LENGTH)));
    }

    /** A single typographic character can double the price of a text. */
    @Override
    public Optional<Violation> advice(Step.SendText step, Project project) {
        return step.text().renderAll(MergeTags.ordinary(project)).stream()
                .flatMap(body -> advice(body).stream())
                .findFirst()
                .map(detail -> new Violation(TEXT, detail));
    }

    private static Optional<String> advice(String body) {
        int parts = TextParts.count(body);
        return TextParts.widening(body)
                .filter(it -> it.partsWithout() < parts)
                .map(
                        it ->
                                ("has characters outside the GSM alphabet, the first at %d: %s"
                                                + " (U+%04X); it has %d parts instead of %d"
                                                + " with the GSM characters%s")
                                        .formatted(
                                                it.index(),
                                                it.character(),
                                                it.character().codePointAt(0),
                                                parts,
                                                it.partsWithout(),
                                                it.equivalent()
                                                        .map(gsm -> ", such as \"" + gsm + "\"")
                                                        .orElse("")));
    }

    @Override
    public Optional<String> missingSetup(Step.SendText step, Project project) {
        return canSend(project)
                ? Optional.empty()
                : Optional.of(
                        "the project has no phone number yet, so this step waits for one or is"
                                + " skipped, depending on its onUnmet");
    }

    @Override
    public Step.SendText sample(SampleSubjects subjects, OnUnmet onUnmet) {
        return new Step.SendText(MergeTags.SAMPLE, onUnmet);
    }
}
