package dev.actionflows.domain.intake;

import dev.actionflows.domain.document.Violations;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.event.EventId;
import dev.actionflows.domain.event.FanEvent;
import dev.actionflows.domain.fan.ConsentChange;
import dev.actionflows.domain.fan.Fan;
import dev.actionflows.domain.fan.FanStore;
import dev.actionflows.domain.fan.Identity;
import dev.actionflows.domain.fan.IdentityHasher;
import dev.actionflows.domain.fan.KnownIdentity;
import dev.actionflows.domain.flow.TriggerClaim;
import dev.actionflows.domain.flow.TriggerType;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.IdSource;
import dev.actionflows.domain.messaging.Keyword;
import dev.actionflows.domain.messaging.PhoneNumber;
import dev.actionflows.domain.messaging.ReservedWords;
import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.project.Vault;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.regex.Pattern;

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

    /** What came of a text. */
    public enum Receipt {
        STOPPED,
        RESTARTED,
        /** The provider answers HELP itself. */
        HELP,
        /** No active flow listens to it. */
        NO_FLOW,
        RUN_STARTED,
        /** Delivered before. */
        DUPLICATE
    }

    /**
     * @throws ProblemException SIGNATURE_INVALID before anything else, INVALID_REQUEST when a
     *     parameter is missing or not understood; nothing is stored then
     */
    public Receipt receive(InboundText text, SignatureCheck signature) {
        Instant receivedAt = clock.instant();
        Optional<PhoneNumber> from = text.from().flatMap(PhoneNumber::parse);
        Optional<Identity> identity = from.map(phone -> identities.of(text.project(), phone));
        Optional<Keyword> keyword = text.body().flatMap(Keyword::of);
        IntakeReader.IntakeFacts facts =
                reader.read(
                        text.project(),
                        identity,
                        TriggerType.SMS_KEYWORD,
                        keyword.map(Keyword::folded));
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
                        from.flatMap(
                                phone ->
                                        messageId.flatMap(
                                                id ->
                                                        identity.map(
                                                                hash ->
                                                                        new Sender(
                                                                                id, phone,
                                                                                hash)))));
        Receipt receipt =
                switch (ReservedWords.meaningOf(text.body().orElse(""), text.optOutType())) {
                    case STOP -> changeConsent(text, sender, ConsentChange.Kind.STOP, receivedAt);
                    case START -> changeConsent(text, sender, ConsentChange.Kind.START, receivedAt);
                    case HELP -> Receipt.HELP;
                    case NONE ->
                            keyword.isEmpty() || facts.claim().isEmpty()
                                    ? Receipt.NO_FLOW
                                    : startRun(
                                            text,
                                            sender,
                                            keyword.get(),
                                            facts.identity(),
                                            facts.claim().get());
                };
        observer.eventReceived(text.project(), TriggerType.SMS_KEYWORD, receipt);
        return receipt;
    }

    private record Sender(String messageId, PhoneNumber phone, Identity identity) {}

    private Receipt changeConsent(
            InboundText text, Sender sender, ConsentChange.Kind kind, Instant receivedAt) {
        ConsentChange change = new ConsentChange(kind, sender.messageId(), receivedAt);
        if (!fans.recordConsent(text.project(), sender.identity(), change)) {
            return Receipt.DUPLICATE;
        }
        return switch (kind) {
            case STOP -> Receipt.STOPPED;
            case START -> Receipt.RESTARTED;
        };
    }

    private Receipt startRun(
            InboundText text,
            Sender sender,
            Keyword keyword,
            Optional<KnownIdentity> known,
            TriggerClaim claim) {
        Instant now = clock.instant();
        FanId fan =
                known.flatMap(KnownIdentity::fan)
                        .orElseGet(
                                () ->
                                        fans.findOrCreate(
                                                        text.project(),
                                                        new Fan.Phone(
                                                                sender.phone(), sender.identity()),
                                                        FanId.from(ids),
                                                        now)
                                                .id());
        FanEvent event =
                new FanEvent(
                        new EventId("sms:" + sender.messageId()),
                        TriggerType.SMS_KEYWORD,
                        keyword.folded(),
                        now);
        return switch (intake.start(text.project(), fan, event, claim)) {
            case STARTED -> Receipt.RUN_STARTED;
            case ALREADY_STARTED -> Receipt.DUPLICATE;
        };
    }
}
