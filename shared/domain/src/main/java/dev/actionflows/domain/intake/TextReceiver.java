package dev.actionflows.domain.intake;

import dev.actionflows.domain.document.Violations;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.event.EventId;
import dev.actionflows.domain.fan.FanIdentity;
import dev.actionflows.domain.fan.IdentityHasher;
import dev.actionflows.domain.messaging.Keyword;
import dev.actionflows.domain.messaging.PhoneNumber;
import dev.actionflows.domain.messaging.ReservedWords;
import dev.actionflows.domain.messaging.YesWords;
import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.project.Vault;
import dev.actionflows.domain.trigger.TriggerScope;
import dev.actionflows.domain.trigger.TriggerType;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Translates a fan's text: an opt-out word, or a keyword that may start a flow. */
public final class TextReceiver {
    private static final Pattern MESSAGE_ID = Pattern.compile("[A-Za-z0-9-]{1,64}");

    private final Intake intake;
    private final IdentityHasher identities;
    private final SmsSignature signatures;
    private final InstantSource clock;

    public TextReceiver(
            Intake intake, IdentityHasher identities, Vault vault, InstantSource clock) {
        this.intake = intake;
        this.identities = identities;
        this.signatures = new SmsSignature(vault);
        this.clock = clock;
    }

    /**
     * Receives a text from a webhook.
     *
     * @throws ProblemException SIGNATURE_INVALID before anything else, INVALID_REQUEST if a
     *     parameter is missing or malformed; nothing is stored in these cases
     */
    public EventOutcome receive(InboundText text, SignatureCheck signature) {
        return receive(
                text,
                clock.instant(),
                project -> signatures.require(project, Project::smsWebhookUrl, signature));
    }

    /**
     * Receives a text that is known to come from the provider, such as one from its queue.
     *
     * @param at when the provider published it
     * @throws ProblemException NOT_FOUND, INVALID_REQUEST if a parameter is missing or malformed;
     *     nothing is stored in these cases
     */
    EventOutcome receive(InboundText text, Instant at) {
        Instant now = clock.instant();
        return receive(
                text,
                at.isAfter(now) ? now : at,
                project -> {
                    if (project.isEmpty()) {
                        throw ProblemException.notFound("no such project: " + text.project());
                    }
                });
    }

    private EventOutcome receive(
            InboundText text, Instant receivedAt, Consumer<Optional<Project>> check) {
        Optional<FanIdentity> sender =
                text.from()
                        .flatMap(PhoneNumber::parse)
                        .map(phone -> identities.of(text.project(), phone));
        EventScopes scopes = scopes(text);
        IntakeReader.IntakeFacts facts =
                intake.read(
                        new IntakeReader.Question(
                                text.project(),
                                sender.map(FanIdentity::identity),
                                TriggerType.SMS_KEYWORD,
                                scopes.scopes()));
        check.accept(facts.project());
        return intake.take(event(text, sender, scopes, receivedAt), facts).outcome();
    }

    private static EventScopes scopes(InboundText text) {
        List<String> keywords =
                text.body().map(Keyword::meantBy).orElse(List.of()).stream()
                        .map(Keyword::folded)
                        .toList();
        return new EventScopes(
                keywords,
                keywords.stream()
                        .distinct()
                        .collect(Collectors.toMap(Function.identity(), Function.identity())),
                keywords.stream().findFirst().orElse(TriggerScope.PROJECT));
    }

    private static IncomingEvent event(
            InboundText text,
            Optional<FanIdentity> sender,
            EventScopes scopes,
            Instant receivedAt) {
        Violations violations = new Violations();
        Optional<String> messageId =
                text.messageId().filter(id -> MESSAGE_ID.matcher(id).matches());
        if (messageId.isEmpty()) {
            violations.add("/MessageSid", "is required: 1 to 64 letters, digits and hyphens");
        }
        if (sender.isEmpty()) {
            violations.add("/From", "is required: a phone number in E.164, such as +14155550123");
        }
        if (text.body().isEmpty()) {
            violations.add("/Body", "is required; it may be empty");
        }
        return violations.orThrow(
                messageId.flatMap(
                        id ->
                                sender.map(
                                        phone ->
                                                new IncomingEvent(
                                                        text.project(),
                                                        new EventId("sms:" + id),
                                                        TriggerType.SMS_KEYWORD,
                                                        scopes,
                                                        receivedAt,
                                                        new EventSender.Owner(phone),
                                                        consent(text, id)))));
    }

    private static EventConsent consent(InboundText text, String messageId) {
        boolean isYes = YesWords.isYes(text.body().orElse(""));
        EventConsent plain = unasked(text, messageId, isYes);
        return isYes
                        && (plain instanceof EventConsent.Start
                                || plain instanceof EventConsent.ByKeyword)
                ? new EventConsent.Yes(messageId, plain)
                : plain;
    }

    /** What the text means if the project has not asked the sender to confirm a consent. */
    private static EventConsent unasked(InboundText text, String messageId, boolean isYes) {
        return switch (ReservedWords.meaningOf(text.body().orElse(""), text.optOutType())) {
            case STOP -> new EventConsent.Stop(messageId);
            case START -> new EventConsent.Start(messageId, false);
            case HELP -> new EventConsent.Help();
            case NONE -> new EventConsent.ByKeyword(messageId, isYes);
        };
    }
}
