package dev.actionflows.domain.step.messaging;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.document.Text;
import dev.actionflows.domain.error.Violation;
import dev.actionflows.domain.fan.ConsentChange;
import dev.actionflows.domain.fan.ConsentStore;
import dev.actionflows.domain.fan.Fan;
import dev.actionflows.domain.fan.FanIdentity;
import dev.actionflows.domain.fan.Identity;
import dev.actionflows.domain.messaging.MergeTag;
import dev.actionflows.domain.messaging.MessageTemplate;
import dev.actionflows.domain.messaging.PhoneNumber;
import dev.actionflows.domain.messaging.SendResult;
import dev.actionflows.domain.messaging.SmsCredentials;
import dev.actionflows.domain.messaging.TextMessage;
import dev.actionflows.domain.messaging.TextSender;
import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.project.SmsAccount;
import dev.actionflows.domain.project.Vault;
import dev.actionflows.domain.run.Attempt;
import dev.actionflows.domain.run.Delivery;
import dev.actionflows.domain.run.MissingRequirement;
import dev.actionflows.domain.run.ObservedEffects;
import dev.actionflows.domain.run.RequiredFacts;
import dev.actionflows.domain.run.Requirement;
import dev.actionflows.domain.run.RetryableStepException;
import dev.actionflows.domain.run.SampleSubjects;
import dev.actionflows.domain.run.StepAction;
import dev.actionflows.domain.run.StepContext;
import dev.actionflows.domain.run.StepOutcome;
import dev.actionflows.domain.step.OnUnmet;
import dev.actionflows.domain.step.Step;
import dev.actionflows.domain.step.streaming.ConnectLinks;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Sends a text to the fan, at most once. */
public final class SendTextAction implements StepAction<Step.SendText> {
    private final Supplier<TextSender> sender;
    private final ConsentStore consents;
    private final Vault vault;
    private final ConnectLinks connectLinks;

    /**
     * @param sender supplied when a text is sent: static checks send none
     * @param connectLinks renders {@code {{connect_link}}}
     */
    public SendTextAction(
            Supplier<TextSender> sender,
            ConsentStore consents,
            Vault vault,
            ConnectLinks connectLinks) {
        this.sender = sender;
        this.consents = consents;
        this.vault = vault;
        this.connectLinks = connectLinks;
    }

    @Override
    public Class<Step.SendText> stepClass() {
        return Step.SendText.class;
    }

    @Override
    public Delivery delivery() {
        return Delivery.AT_MOST_ONCE;
    }

    @Override
    public RequiredFacts requiredFacts(Step.SendText step) {
        return RequiredFacts.nothing().withProject().withFan().withConnections();
    }

    @Override
    public Optional<MissingRequirement> missingRequirement(
            Step.SendText step, StepContext context) {
        if (context.fan().flatMap(Fan::phone).isEmpty()) {
            return Optional.of(MissingRequirement.permanent(Reason.NO_PHONE));
        }
        return context.project().sms().isEmpty()
                ? Optional.of(MissingRequirement.until(Requirement.phoneNumber(), Reason.NO_NUMBER))
                : Optional.empty();
    }

    @Override
    public Attempt attempt(Step.SendText step, StepContext context) {
        TextSender provider;
        Prepared prepared;
        try {
            provider = sender.get();
            prepared = prepare(step, context);
        } catch (RuntimeException e) {
            // nothing has reached the provider yet
            throw new RetryableStepException(Reason.INTERNAL_ERROR, e);
        }
        return switch (prepared) {
            case Prepared.NotToSend(Reason reason) -> Attempt.skipped(reason);
            case Prepared.TooLong() -> Attempt.failed(Reason.TEXT_TOO_LONG);
            case Prepared.Outdated() -> new Attempt.TryAgain(Reason.FAN_CHANGED);
            case Prepared.ToSend toSend -> send(provider, toSend, context);
        };
    }

    /** What is known before the provider is called. */
    private sealed interface Prepared {
        record ToSend(Identity to, TextMessage message, SmsCredentials credentials)
                implements Prepared {}

        record NotToSend(Reason reason) implements Prepared {}

        /** The provider would reject the text. */
        record TooLong() implements Prepared {}

        /** The fan has changed since this attempt began. */
        record Outdated() implements Prepared {}
    }

    private Prepared prepare(Step.SendText step, StepContext context) {
        Project project = context.project();
        SmsAccount account = project.sms().orElseThrow();
        String body = step.text().render(mergeTags(project, context));
        if (Text.isBlank(body)) {
            return new Prepared.NotToSend(Reason.EMPTY_TEXT);
        }
        if (Text.length(body) > TextMessage.MAX_LENGTH) {
            return new Prepared.TooLong();
        }
        SmsCredentials credentials =
                new SmsCredentials(
                        account.accountSid(),
                        vault.open(project, SmsAccount.AUTH_TOKEN_CONTEXT, account.authToken()));
        String statusUrl = statusUrl(context);
        // checked last, so that no text is authorized after a STOP is stored
        return switch (permission(context)) {
            case ConsentStore.Permission.Given(FanIdentity to) ->
                    new Prepared.ToSend(
                            to.identity(),
                            new TextMessage(
                                    account.number(), new PhoneNumber(to.value()), body, statusUrl),
                            credentials);
            case ConsentStore.Permission.Stopped() -> new Prepared.NotToSend(Reason.STOPPED);
            case ConsentStore.Permission.NeverGiven() -> new Prepared.NotToSend(Reason.NO_CONSENT);
            case ConsentStore.Permission.FanChanged() -> new Prepared.Outdated();
        };
    }

    private Attempt send(TextSender provider, Prepared.ToSend it, StepContext context) {
        return switch (provider.send(it.message(), it.credentials(), context.timeLeft())) {
            case SendResult.Accepted _ -> Attempt.completed(Reason.ACCEPTED);
            case SendResult.MessageRefused(Reason reason) -> Attempt.failed(reason);
            case SendResult.OptedOut() -> {
                rememberOptOut(it.to(), context);
                yield Attempt.skipped(Reason.STOPPED);
            }
            case SendResult.NotTaken(Reason reason, Duration after) ->
                    Attempt.tryLater(reason, after);
            case SendResult.Unknown(Reason reason) -> Attempt.unknown(reason);
        };
    }

    /** The provider rejects a text that is too long, so that it would never be sent. */
    @Override
    public Optional<Violation> violation(Step.SendText step, Project project) {
        int length =
                Stream.of(
                                Map.of(MergeTag.PROJECT_NAME, project.name()),
                                Map.of(
                                        MergeTag.PROJECT_NAME,
                                        project.name(),
                                        MergeTag.CONNECT_LINK,
                                        ConnectLinks.longest(project)))
                        .map(step.text()::render)
                        .mapToInt(Text::length)
                        .max()
                        .orElseThrow();
        return length <= TextMessage.MAX_LENGTH
                ? Optional.empty()
                : Optional.of(
                        new Violation(
                                "/text",
                                ("is up to %d characters long once its tags are filled in, but a"
                                                + " text may have at most %d; shorten it by %d")
                                        .formatted(
                                                length,
                                                TextMessage.MAX_LENGTH,
                                                length - TextMessage.MAX_LENGTH)));
    }

    @Override
    public Optional<String> missingSetup(Step.SendText step, Project project) {
        return project.sms().isPresent()
                ? Optional.empty()
                : Optional.of(
                        "the project has no phone number yet, so this step waits for one or is"
                                + " skipped, depending on its onUnmet");
    }

    @Override
    public Step.SendText sample(SampleSubjects subjects, OnUnmet onUnmet) {
        return new Step.SendText(
                new MessageTemplate("Thanks!{{#connect_link}} {{connect_link}}{{/connect_link}}"),
                onUnmet);
    }

    @Override
    public boolean agrees(Step.SendText step, StepOutcome outcome, ObservedEffects observed) {
        return switch (outcome) {
            case StepOutcome.Completed _ -> observed.messageTaken();
            case StepOutcome.Unknown _ -> !observed.deliveryReported();
            case StepOutcome.Skipped _, StepOutcome.Waiting _ -> !observed.messageTaken();
            case StepOutcome.Failed(Reason reason) ->
                    observed.messageTaken() == (reason == Reason.NOT_DELIVERED);
        };
    }

    private static String statusUrl(StepContext context) {
        return context.project().smsStatusUrl() + "?step=" + context.stepKey().text();
    }

    private Map<MergeTag, String> mergeTags(Project project, StepContext context) {
        Map<MergeTag, String> values = new EnumMap<>(MergeTag.class);
        values.put(MergeTag.PROJECT_NAME, project.name());
        connectLinks.link(context).ifPresent(link -> values.put(MergeTag.CONNECT_LINK, link));
        return values;
    }

    private ConsentStore.Permission permission(StepContext context) {
        return consents.permission(
                context.projectId(), context.fan().orElseThrow(), Identity.Kind.PHONE);
    }

    /** The provider holds a STOP that has not reached us. */
    private void rememberOptOut(Identity number, StepContext context) {
        String evidence =
                "refused-" + context.run().key().run() + "-" + context.now().toEpochMilli();
        consents.recordConsent(
                context.projectId(),
                number,
                new ConsentChange(ConsentChange.Kind.STOP, evidence, context.now()));
    }
}
