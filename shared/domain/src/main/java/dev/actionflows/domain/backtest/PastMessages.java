package dev.actionflows.domain.backtest;

import dev.actionflows.domain.fan.FanIdentity;
import dev.actionflows.domain.fan.Identity;
import dev.actionflows.domain.fan.KnownIdentity;
import dev.actionflows.domain.fan.SentMessage;
import dev.actionflows.domain.messaging.permit.SendPermit;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.run.RunStep;
import dev.actionflows.domain.run.StepKey;
import dev.actionflows.domain.trigger.TriggerType;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The messages to and from a fan until the time of the play. */
final class PastMessages {
    private final Play play;

    PastMessages(Play play) {
        this.play = play;
    }

    private Instant now() {
        return play.clock.instant();
    }

    /**
     * What was sent to an address by other flows, and by runs from before the period, and what the
     * play has sent. The caps count all addresses of a channel together.
     */
    List<SentMessage> sentTo(FanIdentity address) {
        List<SentMessage> sent = new ArrayList<>(play.sentTo(address.identity()));
        if (play.past.fan().latest(address.kind()).filter(address::equals).isPresent()) {
            play.past
                    .runs()
                    .filter(run -> !play.plan.replaces(run))
                    .flatMap(run -> sentBy(run, address.kind()))
                    .filter(it -> !it.at().isAfter(now()))
                    .forEach(sent::add);
        }
        sent.sort(Comparator.comparing(SentMessage::at));
        return sent;
    }

    private static Stream<SentMessage> sentBy(Run run, Identity.Kind kind) {
        return IntStream.range(0, run.steps().size())
                .filter(index -> kind(run.step(index)).filter(it -> it == kind).isPresent())
                .boxed()
                .flatMap(index -> sentAt(run.step(index)).map(at -> message(run, index, at)));
    }

    private static SentMessage message(Run run, int index, Instant at) {
        return new SentMessage(new StepKey(run.key(), index).text(), at);
    }

    private static Stream<Instant> sentAt(RunStep step) {
        boolean counts = step.permit().flatMap(SendPermit::use).isPresent();
        return counts ? step.endedAt().stream() : Stream.empty();
    }

    private static Optional<Identity.Kind> kind(RunStep step) {
        return switch (step.type()) {
            case SEND_TEXT -> Optional.of(Identity.Kind.PHONE);
            case SEND_EMAIL -> Optional.of(Identity.Kind.EMAIL);
            case SEND_INSTAGRAM_DM -> Optional.of(Identity.Kind.INSTAGRAM);
            case PRE_SAVE, FOLLOW_ARTIST, ADD_TO_LIBRARY, NEXT_SAVE, ADD_TO_SEGMENT, WAIT ->
                    Optional.empty();
        };
    }

    /** When the owner of an address last wrote a direct message. */
    Optional<Instant> wroteAt(Identity address) {
        Optional<Instant> latest =
                Optional.ofNullable(play.past.known().get(address)).flatMap(KnownIdentity::wroteAt);
        if (latest.isEmpty() || !latest.get().isAfter(now())) {
            return latest;
        }
        return play.past.events().stream()
                .map(PastEvent::event)
                .filter(it -> it.type() == TriggerType.INSTAGRAM_DM)
                .map(it -> it.receivedAt())
                .filter(at -> !at.isAfter(now()))
                .max(Comparator.naturalOrder());
    }

    /** When the fan last wrote something on a channel that no flow would have listened to. */
    Optional<Instant> repliedAt(Identity.Kind kind) {
        if (!play.plan.project().recordsReplies()) {
            return Optional.empty();
        }
        return play.past.events().stream()
                .filter(it -> channelOf(it.event().type()).filter(kind::equals).isPresent())
                .filter(PastEvent::mayTrigger)
                .filter(it -> !it.isTakenByOther(play.plan.flow().id()))
                .filter(it -> play.match.of(it).isEmpty())
                .map(PastEvent::at)
                .filter(at -> !at.isAfter(now()))
                .max(Comparator.naturalOrder());
    }

    private static Optional<Identity.Kind> channelOf(TriggerType type) {
        return switch (type) {
            case SMS_KEYWORD -> Optional.of(Identity.Kind.PHONE);
            case INSTAGRAM_DM -> Optional.of(Identity.Kind.INSTAGRAM);
            default -> Optional.empty();
        };
    }
}
