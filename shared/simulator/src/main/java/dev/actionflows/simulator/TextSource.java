package dev.actionflows.simulator;

import dev.actionflows.domain.event.EventId;
import dev.actionflows.domain.fan.Identity;
import dev.actionflows.domain.intake.EventOutcome;
import dev.actionflows.domain.intake.InboundText;
import dev.actionflows.domain.intake.TextReceiver;
import dev.actionflows.domain.messaging.PhoneNumber;
import dev.actionflows.domain.messaging.SmsEvent;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Fans who text, and the SMS provider that delivers their texts to the webhook or the queue. */
final class TextSource {
    private static final int TRIES = 4;

    /** No flow listens to it. */
    private static final String CHAT = "when is the show?";

    private final Deployment deployment;
    private final Kernel kernel;
    private final TextReceiver receiver;
    private final List<PhoneNumber> phones;
    private final int keywords;
    private final Set<AcknowledgedText> acknowledged = new LinkedHashSet<>();
    private final Map<PhoneNumber, List<Instant>> textedAt = new HashMap<>();
    private final List<Sent> sent = new ArrayList<>();
    private int answers;

    /**
     * @param phones the fans' numbers
     * @param keywords the number of keywords of the flows
     */
    TextSource(Deployment deployment, List<PhoneNumber> phones, int keywords) {
        this.deployment = deployment;
        this.kernel = deployment.kernel;
        this.receiver = deployment.application.texts();
        this.phones = phones;
        this.keywords = keywords;
        deployment.carrier.listen(question -> answer(question.to()));
        deployment.smsQueue.listen(
                (text, outcome) ->
                        acknowledge(text.id(), new PhoneNumber(text.from()), text.body(), outcome));
    }

    private record Sent(String messageId, PhoneNumber from, String body, Instant at) {}

    Set<AcknowledgedText> acknowledged() {
        return acknowledged;
    }

    /** The times at which texts were sent from that number. */
    List<Instant> textedAt(PhoneNumber phone) {
        return textedAt.getOrDefault(phone, List.of());
    }

    /** A fan texts; the provider delivers the text until it gets a 2xx, and sometimes again. */
    void send(String messageId, Instant at) {
        Chance chance = kernel.chance("history").of(messageId);
        PhoneNumber from = chance.of("from").anyOf(phones);
        String body =
                switch (chance.of("body").below(8)) {
                    case 0 -> "STOP";
                    case 1 -> "START";
                    default ->
                            chance.of("chats").hits(0.15)
                                    ? CHAT
                                    : "keyword" + chance.of("flow").below(keywords);
                };
        textedAt.computeIfAbsent(from, _ -> new ArrayList<>()).add(at);
        send(messageId, from, body, at, chance);
    }

    /**
     * A fan texts a keyword twice at almost the same time, so that two runs find the same state.
     */
    void sendTwins(String messageId, Instant at) {
        Chance chance = kernel.chance("history").of(messageId);
        PhoneNumber from = chance.of("from").anyOf(phones);
        String body = "keyword" + chance.of("flow").below(keywords);
        for (int twin = 0; twin < 2; twin++) {
            send(
                    messageId + "-" + twin,
                    from,
                    body,
                    at.plus(chance.of("at " + twin).between(0, 10)),
                    chance.of("twin " + twin));
        }
    }

    /** The provider delivers one of the texts with this body again, if there is one yet. */
    void deliverAgain(String body, Chance chance) {
        Instant now = kernel.instant();
        List<Sent> earlier =
                sent.stream().filter(it -> it.body.equals(body) && it.at.isBefore(now)).toList();
        if (!earlier.isEmpty()) {
            Sent one = chance.anyOf(earlier);
            deliver(one, now, TRIES);
        }
    }

    /** A fan texts START. */
    void sendStart(PhoneNumber from, Instant at) {
        String messageId = "ST" + answers++;
        send(messageId, from, "START", at, kernel.chance("start").of(messageId));
    }

    /**
     * The fan is asked to confirm a consent, and may say yes, STOP, or STOP before or after yes.
     */
    private void answer(PhoneNumber fan) {
        String messageId = "RE" + answers++;
        Chance chance = kernel.chance("answer").of(messageId);
        Instant at = kernel.instant().plus(chance.of("after").between(1, 60_000));
        Instant later = at.plus(chance.of("between").between(1, 30_000));
        String yes = chance.of("word").anyOf(List.of("YES", "ja!", "Oui \uD83D\uDE0A"));
        switch (chance.of("what").below(10)) {
            case 0, 1 -> {}
            case 2 -> send(messageId, fan, "STOP", at, chance);
            case 3 -> {
                send(messageId, fan, "STOP", at, chance);
                send(messageId + "b", fan, yes, later, chance.of("second"));
            }
            case 4 -> {
                send(messageId, fan, yes, at, chance);
                send(messageId + "b", fan, "STOP", later, chance.of("second"));
            }
            default -> send(messageId, fan, yes, at, chance);
        }
    }

    private void send(String messageId, PhoneNumber from, String body, Instant at, Chance chance) {
        if (body.equals("START")) {
            deployment.optIns.starts(from, messageId);
        }
        note(messageId, from, body, at);
        Sent text = new Sent(messageId, from, body, at);
        sent.add(text);
        // runs may wait for the confirmation of a consent
        int tries =
                body.startsWith("keyword") || body.equals(CHAT)
                        ? TRIES
                        : deployment.wakeUps.tries();
        int copies = chance.of("repeats").hits(0.3) ? 2 + chance.of("copies").below(2) : 1;
        for (int copy = 0; copy < copies; copy++) {
            Duration later = copy == 0 ? Duration.ZERO : delayOfCopy(chance);
            deliver(text, at.plus(later), tries);
        }
    }

    private void deliver(Sent text, Instant at, int tries) {
        if (deployment.sample.textsThroughAws) {
            publish(at, text.messageId, text.from, text.body, text.at);
        } else {
            deliver(at, text.messageId, text.from, text.body, tries);
        }
    }

    /** At once, or so late that the flow may be paused meanwhile. */
    private static Duration delayOfCopy(Chance chance) {
        return chance.of("late").hits(0.5)
                ? chance.of("much later").between(3_000, 180_000)
                : chance.of("again").between(0, 3_000);
    }

    private void publish(
            Instant at, String messageId, PhoneNumber from, String body, Instant publishedAt) {
        kernel.at(
                at,
                () ->
                        deployment.smsQueue.publish(
                                new SmsEvent.Inbound(
                                        SampleProject.NUMBER,
                                        messageId,
                                        from.e164(),
                                        body,
                                        Optional.empty(),
                                        publishedAt)));
    }

    private void deliver(Instant at, String messageId, PhoneNumber from, String body, int tries) {
        EventOutcome[] outcome = new EventOutcome[1];
        kernel.at(
                at,
                () ->
                        deployment.lambda.invoke(
                                "sms-webhook",
                                messageId,
                                () -> outcome[0] = receive(messageId, from, body),
                                () -> acknowledge(messageId, from, body, outcome[0]),
                                () -> {
                                    if (tries > 1) {
                                        Instant again = kernel.instant().plusSeconds(5);
                                        deliver(again, messageId, from, body, tries - 1);
                                    }
                                }));
    }

    private void acknowledge(
            String messageId, PhoneNumber from, String body, EventOutcome outcome) {
        deployment.played.add("receiver TextReceiver");
        AcknowledgedText text = new AcknowledgedText(messageId, from, body);
        deployment.replies.acknowledged(eventId(messageId));
        if (reachedItsFlow(outcome, body)) {
            acknowledged.add(text);
        }
        if (body.equals("STOP")) {
            deployment.stops.add(text);
        }
    }

    /** Words about consent are no replies, and keywords only while no flow listens to them. */
    private void note(String messageId, PhoneNumber from, String body, Instant at) {
        if (!body.equals("STOP") && !body.equals("START") && !body.equals("YES")) {
            deployment.replies.written(
                    Identity.Kind.PHONE, from.e164(), eventId(messageId), at, body.equals(CHAT));
        }
    }

    private static EventId eventId(String messageId) {
        return new EventId("sms:" + messageId);
    }

    private EventOutcome receive(String messageId, PhoneNumber from, String body) {
        note(messageId, from, body, kernel.now());
        return receiver.receive(
                new InboundText(
                        SampleProject.ID,
                        Optional.of(messageId),
                        Optional.of(from.e164()),
                        Optional.of(body),
                        Optional.empty()),
                (_, _) -> true);
    }

    private static boolean reachedItsFlow(EventOutcome outcome, String body) {
        return outcome == EventOutcome.RUN_STARTED
                || outcome == EventOutcome.NOT_ENTERED
                || (outcome == EventOutcome.DUPLICATE && body.startsWith("keyword"));
    }
}
