package dev.actionflows.domain.intake;

import dev.actionflows.domain.fan.ConfirmationRequest;
import dev.actionflows.domain.fan.ConsentChange;
import dev.actionflows.domain.fan.ConsentStore;
import dev.actionflows.domain.fan.Fan;
import dev.actionflows.domain.fan.FanIdentity;
import dev.actionflows.domain.fan.FanLookup;
import dev.actionflows.domain.fan.Identity;
import dev.actionflows.domain.fan.KnownIdentity;
import dev.actionflows.domain.id.ProjectId;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * STOP, START and HELP. A STOP silences the address it comes from and thereby the fan: every
 * channel checks all of the fan's addresses before a message is sent. A START resumes all addresses
 * of its channel, and no other channel; it is a consent of the address it comes from alone. A YES
 * confirms the address it comes from, if the project has asked.
 */
final class ConsentWords {
    private final FanLookup fans;
    private final ConsentStore consents;

    ConsentWords(FanLookup fans, ConsentStore consents) {
        this.fans = fans;
        this.consents = consents;
    }

    /** The effect of a word. */
    record Word(NotStartedReason reason, EventOutcome outcome) {}

    /**
     * The event with the meaning that it has for this sender: a YES is one only if the project has
     * asked and nothing has answered since. A YES that answered is still one when it is redelivered
     * while the question could be answered, whatever came in between; and a keyword that was one
     * before the project asked is still a keyword.
     */
    IncomingEvent meant(IncomingEvent event, Optional<KnownIdentity> known) {
        if (event.consent() instanceof EventConsent.Yes(String messageId, EventConsent otherwise)) {
            boolean asked =
                    known.flatMap(KnownIdentity::request)
                            .filter(it -> it.isAnswerableAt(event.receivedAt()))
                            .filter(it -> isAnswer(event, messageId, known.orElseThrow(), it))
                            .isPresent();
            return asked ? event : event.meaning(otherwise);
        }
        return event;
    }

    /**
     * Whether this message answers the question, or has. What was recorded of it before counts: a
     * START does nothing twice, as an answer or not. See {@link EventConsents#storeKeyword} for a
     * keyword.
     */
    private boolean isAnswer(
            IncomingEvent event, String messageId, KnownIdentity known, ConfirmationRequest asked) {
        return recordedAs(event, messageId)
                .map(ConsentChange.Kind::confirms)
                .orElseGet(() -> isOpen(known, asked));
    }

    /** Whether a YES that arrives now for the first time answers the question. */
    private static boolean isOpen(KnownIdentity known, ConfirmationRequest asked) {
        return !wasStoppedAndResumed(known, asked) && !known.hasAnswered(asked);
    }

    /** A question from before a STOP has no answer, but a STOP that is lifted needs none. */
    private static boolean wasStoppedAndResumed(KnownIdentity known, ConfirmationRequest asked) {
        return !known.stopped()
                && known.stoppedAt().filter(at -> !at.isBefore(asked.at())).isPresent();
    }

    /** As what this message was recorded for its sender before. */
    private Optional<ConsentChange.Kind> recordedAs(IncomingEvent event, String messageId) {
        return consents.recordedAs(event.project(), sender(event).identity(), messageId);
    }

    /**
     * Applies the event if it is such a word.
     *
     * @param known what was stored about the sender before
     * @return empty if the event is to be handled like any other
     */
    Optional<Word> apply(IncomingEvent event, Optional<KnownIdentity> known) {
        return switch (event.consent()) {
            case EventConsent.Stop(String messageId) ->
                    Optional.of(
                            new Word(
                                    NotStartedReason.STOPPED,
                                    change(event, messageId, ConsentChange.Kind.STOP)));
            case EventConsent.Start(String messageId, boolean onlyAfterStop) ->
                    start(event, messageId, onlyAfterStop, known);
            case EventConsent.Yes(String messageId, _) ->
                    Optional.of(
                            new Word(
                                    NotStartedReason.CONFIRMED,
                                    confirm(event, messageId, known.orElseThrow())));
            case EventConsent.Help() ->
                    Optional.of(new Word(NotStartedReason.HELP, EventOutcome.HELP));
            case EventConsent.None(), EventConsent.ByKeyword _, EventConsent.Given _ ->
                    Optional.empty();
        };
    }

    private Optional<Word> start(
            IncomingEvent event,
            String messageId,
            boolean onlyAfterStop,
            Optional<KnownIdentity> known) {
        FanIdentity sender = sender(event);
        Optional<Fan> fan =
                known.flatMap(KnownIdentity::fan).flatMap(id -> fans.find(event.project(), id));
        if (onlyAfterStop && !liftsStop(event.project(), sender, messageId, known, fan)) {
            return Optional.empty();
        }
        List<Identity> others = otherAddresses(fan, sender);
        // if its own address, stored last, is recorded, the others were: any new ones came after it
        if (!others.isEmpty() && recordedAs(event, messageId).isEmpty()) {
            others.forEach(
                    other ->
                            consents.recordConsent(
                                    event.project(),
                                    other,
                                    changeOf(event, messageId, ConsentChange.Kind.RESUMED)));
        }
        return Optional.of(
                new Word(
                        NotStartedReason.RESTARTED,
                        change(event, messageId, ConsentChange.Kind.START)));
    }

    /** Counts from the request on, so that it does not lift a STOP that came in between. */
    private EventOutcome confirm(IncomingEvent event, String messageId, KnownIdentity known) {
        ConfirmationRequest request = known.request().orElseThrow();
        boolean changed =
                consents.recordConsent(
                        event.project(),
                        sender(event).identity(),
                        new ConsentChange(
                                ConsentChange.Kind.CONFIRMED,
                                messageId,
                                request.at(),
                                event.receivedAt(),
                                Map.of("request", request.id())));
        return changed ? EventOutcome.CONFIRMED : EventOutcome.DUPLICATE;
    }

    private boolean liftsStop(
            ProjectId project,
            FanIdentity sender,
            String messageId,
            Optional<KnownIdentity> known,
            Optional<Fan> fan) {
        return known.filter(KnownIdentity::stopped).isPresent()
                || fan.filter(it -> isStopped(project, it, sender.kind())).isPresent()
                // a message that lifted a STOP is still not an ordinary one when it is redelivered
                || (known.isPresent()
                        && consents.recordedAs(project, sender.identity(), messageId).isPresent());
    }

    private boolean isStopped(ProjectId project, Fan fan, Identity.Kind channel) {
        return switch (consents.permission(project, fan, channel)) {
            case ConsentStore.Permission.Stopped _ -> true;
            case ConsentStore.Permission.Given _,
                    ConsentStore.Permission.Unconfirmed _,
                    ConsentStore.Permission.Conversation _,
                    ConsentStore.Permission.NeverGiven _ ->
                    false;
            case ConsentStore.Permission.FanChanged _ ->
                    isStopped(project, fans.find(project, fan.id()).orElseThrow(), channel);
        };
    }

    private static List<Identity> otherAddresses(Optional<Fan> fan, FanIdentity sender) {
        return fan.map(it -> it.of(sender.kind())).orElse(List.of()).stream()
                .map(FanIdentity::identity)
                .filter(it -> !it.equals(sender.identity()))
                .toList();
    }

    private EventOutcome change(IncomingEvent event, String messageId, ConsentChange.Kind kind) {
        boolean changed =
                consents.recordConsent(
                        event.project(),
                        sender(event).identity(),
                        changeOf(event, messageId, kind));
        if (!changed) {
            return EventOutcome.DUPLICATE;
        }
        return kind == ConsentChange.Kind.STOP ? EventOutcome.STOPPED : EventOutcome.RESTARTED;
    }

    private static ConsentChange changeOf(
            IncomingEvent event, String messageId, ConsentChange.Kind kind) {
        return new ConsentChange(kind, messageId, event.receivedAt());
    }

    private static FanIdentity sender(IncomingEvent event) {
        if (event.sender() instanceof EventSender.Owner(FanIdentity identity)) {
            return identity;
        }
        throw new IllegalStateException("only the owner of an address can stop it: " + event.id());
    }
}
