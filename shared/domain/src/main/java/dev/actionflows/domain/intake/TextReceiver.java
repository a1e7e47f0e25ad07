package dev.actionflows.domain.intake;

import dev.actionflows.domain.document.Violations;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.event.EventId;
import dev.actionflows.domain.event.FanEvent;
import dev.actionflows.domain.fan.ConsentChange;
import dev.actionflows.domain.fan.FanIdentity;
import dev.actionflows.domain.fan.FanResolver;
import dev.actionflows.domain.fan.FanStore;
import dev.actionflows.domain.fan.Identity;
import dev.actionflows.domain.fan.IdentityHasher;
import dev.actionflows.domain.fan.KnownIdentity;
import dev.actionflows.domain.flow.TriggerClaim;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.IdSource;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.messaging.Keyword;
import dev.actionflows.domain.messaging.PhoneNumber;
import dev.actionflows.domain.messaging.ReservedWords;
import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.project.Vault;
import dev.actionflows.domain.trigger.TriggerScope;
import dev.actionflows.domain.trigger.TriggerType;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A fan's text comes in: an opt-out is honoured before anything else, then a keyword may start a
 * flow.
 */
public final class TextReceiver {
    private static final Pattern MESSAGE_ID = Pattern.compile("[A-Za-z0-9]{1,64}");

    private final IntakeReader reader;
    private final FanStore fans;
    private final Intake intake;
    private final IdentityHasher identities;
    private final SmsSignature signatures;
    private final IntakeObserver observer;
    private final IdSource ids;
    private final InstantSource clock;

    public TextReceiver(
            IntakeReader reader,
            FanStore fans,
            Intake intake,
            IdentityHasher identities,
            Vault vault,
            IntakeObserver observer,
            IdSource ids,
            InstantSource clock) {
        this.reader = reader;
        this.fans = fans;
        this.intake = intake;
        this.identities = identities;
        this.signatures = new SmsSignature(vault);
        this.observer = observer;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * @throws ProblemException SIGNATURE_INVALID before anything else, INVALID_REQUEST when a
     *     parameter is missing or not understood; nothing is stored then
     */
    public EventOutcome receive(InboundText text, SignatureCheck signature) {
        Instant receivedAt = clock.instant();
        Optional<PhoneNumber> from = text.from().flatMap(PhoneNumber::parse);
        Optional<FanIdentity> identity = from.map(phone -> identities.of(text.project(), phone));
        List<String> scopes =
                text.body().map(Keyword::meantBy).orElse(List.of()).stream()
                        .map(Keyword::folded)
                        .toList();
        IntakeReader.IntakeFacts facts =
                reader.readEvent(
                        text.project(),
                        identity.map(FanIdentity::identity),
                        TriggerType.SMS_KEYWORD,
                        scopes);
        signatures.require(facts.project(), Project::smsWebhookUrl, signature);

        Violations violations = new Violations();
        Optional<String> messageId =
                text.messageId().filter(id -> MESSAGE_ID.matcher(id).matches());
        if (messageId.isEmpty()) {
            violations.add("/MessageSid", "is required: 1 to 64 letters and digits");
        }
        if (from.isEmpty()) {
            violations.add("/From", "is required: a phone number in E.164, such as +14155550123");
        }
        if (text.body().isEmpty()) {
            violations.add("/Body", "is required; it may be empty");
        }
        Sender sender =
                violations.orThrow(
                        messageId.flatMap(
                                id ->
                                        identity.map(
                                                phone -> new Sender(id, phone, facts.identity()))));
        EventOutcome outcome =
                switch (ReservedWords.meaningOf(text.body().orElse(""), text.optOutType())) {
                    case STOP -> {
                        EventOutcome changed =
                                changeConsent(text, sender, ConsentChange.Kind.STOP, receivedAt);
                        note(text.project(), sender, scopes, receivedAt, NotStartedReason.STOPPED);
                        yield changed;
                    }
                    case START -> {
                        EventOutcome changed =
                                changeConsent(text, sender, ConsentChange.Kind.START, receivedAt);
                        note(
                                text.project(),
                                sender,
                                scopes,
                                receivedAt,
                                NotStartedReason.RESTARTED);
                        yield changed;
                    }
                    case HELP -> {
                        note(text.project(), sender, scopes, receivedAt, NotStartedReason.HELP);
                        yield EventOutcome.HELP;
                    }
                    case NONE -> take(text.project(), sender, scopes, facts);
                };
        observer.eventReceived(text.project(), TriggerType.SMS_KEYWORD, outcome);
        return outcome;
    }

    private record Sender(String messageId, FanIdentity phone, Optional<KnownIdentity> known) {}

    /**
     * A STOP silences the number from which it comes, and with it the person, of whom every channel
     * is asked before a text. A START is the same person's word for all of their numbers, and for
     * no other channel.
     */
    private EventOutcome changeConsent(
            InboundText text, Sender sender, ConsentChange.Kind kind, Instant receivedAt) {
        ConsentChange change = new ConsentChange(kind, sender.messageId(), receivedAt);
        if (kind == ConsentChange.Kind.START) {
            otherNumbers(text.project(), sender)
                    .forEach(other -> fans.recordConsent(text.project(), other, change));
        }
        if (!fans.recordConsent(text.project(), sender.phone().identity(), change)) {
            return EventOutcome.DUPLICATE;
        }
        return kind == ConsentChange.Kind.STOP ? EventOutcome.STOPPED : EventOutcome.RESTARTED;
    }

    private List<Identity> otherNumbers(ProjectId project, Sender sender) {
        return sender
                .known()
                .flatMap(KnownIdentity::fan)
                .flatMap(id -> FanResolver.find(fans, project, id))
                .map(fan -> fan.of(Identity.Kind.PHONE))
                .orElse(List.of())
                .stream()
                .map(FanIdentity::identity)
                .filter(it -> !it.equals(sender.phone().identity()))
                .toList();
    }

    /**
     * Puts a text that is for no flow on the timeline of whoever sent it. Done again when the text
     * is delivered again: the delivery before may have died before it came to this.
     */
    private void note(
            ProjectId project,
            Sender sender,
            List<String> scopes,
            Instant at,
            NotStartedReason why) {
        intake.ignored(
                project,
                sender.known().flatMap(KnownIdentity::fan),
                event(sender, scopes.stream().findFirst().orElse(TriggerScope.PROJECT), at),
                why);
    }

    private static FanEvent event(Sender sender, String scope, Instant at) {
        return new FanEvent(
                new EventId("sms:" + sender.messageId()), TriggerType.SMS_KEYWORD, scope, at);
    }

    private EventOutcome take(
            ProjectId project, Sender sender, List<String> scopes, IntakeReader.IntakeFacts facts) {
        Instant now = clock.instant();
        ListeningFlows listeners =
                ListeningFlows.find(
                        reader,
                        facts,
                        sender.known().map(KnownIdentity::ids).orElse(Set.of()),
                        TriggerType.SMS_KEYWORD,
                        scopes,
                        now);
        FanEvent event = event(sender, keyword(scopes, listeners), now);
        if (listeners.claims().isEmpty()) {
            return intake.ignored(
                            project,
                            sender.known().flatMap(KnownIdentity::fan),
                            event,
                            NotStartedReason.NO_FLOW)
                    .outcome();
        }
        EventFan person = person(project, sender, now);
        if (sender.known().filter(KnownIdentity::consented).isEmpty()) {
            // whoever texts the keyword has read what was said beside it
            fans.recordConsent(
                    project,
                    sender.phone().identity(),
                    new ConsentChange(
                            ConsentChange.Kind.KEYWORD,
                            sender.messageId(),
                            now,
                            evidence(event, listeners)));
        }
        return intake.take(person, event, listeners).outcome();
    }

    /** The one that a flow listens for, if any does. */
    private static String keyword(List<String> scopes, ListeningFlows listeners) {
        Set<String> claimed =
                listeners.claims().stream().map(TriggerClaim::scope).collect(Collectors.toSet());
        return scopes.stream()
                .filter(claimed::contains)
                .findFirst()
                .or(() -> scopes.stream().findFirst())
                .orElse(TriggerScope.PROJECT);
    }

    /** The keyword; that it was texted to try a flow out belongs to it. */
    private static Map<String, String> evidence(FanEvent event, ListeningFlows listeners) {
        return listeners.claims().stream().allMatch(TriggerClaim::test)
                ? Map.of("keyword", event.scope(), "test", "true")
                : Map.of("keyword", event.scope());
    }

    private EventFan person(ProjectId project, Sender sender, Instant now) {
        return sender.known()
                .flatMap(known -> known.fan().map(id -> new EventFan(project, id, known.former())))
                .orElseGet(
                        () ->
                                EventFan.of(
                                        project,
                                        fans.findOrCreate(
                                                project, sender.phone(), FanId.from(ids), now)));
    }
}
