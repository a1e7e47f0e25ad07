package dev.actionflows.simulator;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.messaging.DeliveryReport;
import dev.actionflows.domain.messaging.SendResult;
import dev.actionflows.domain.messaging.SmsCredentials;
import dev.actionflows.domain.messaging.TextMessage;
import dev.actionflows.domain.messaging.TextSender;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * An SMS provider without idempotency keys: it accepts, rejects or throttles messages, may time out
 * before or after accepting one, and reports deliveries late, out of order, repeatedly or never.
 */
final class Carrier implements TextSender {
    private final Kernel kernel;
    private final UncertainProvider provider;
    private final UncertainProvider questions;
    private final OptInCheck optIns;
    private final Consumer<TextMessage> onSend;
    private final BiConsumer<TextMessage, DeliveryReport> onReport;
    private Consumer<TextMessage> onQuestion = _ -> {};
    private Consumer<TextMessage> onArrival = _ -> {};

    /**
     * @param optIns checks the questions whether an address agrees
     * @param onSend called with each message of a step when its sender hands it over
     * @param onReport called with each delivery report
     */
    Carrier(
            Kernel kernel,
            Faults faults,
            OptInCheck optIns,
            Consumer<TextMessage> onSend,
            BiConsumer<TextMessage, DeliveryReport> onReport) {
        this.kernel = kernel;
        this.provider = new UncertainProvider(kernel, faults);
        // questions are rare
        this.questions = new UncertainProvider(kernel, faults, 0.2);
        this.optIns = optIns;
        this.onSend = onSend;
        this.onReport = onReport;
    }

    /** How often a message with this status URL was accepted. */
    int accepted(String statusUrl) {
        return accepted().getOrDefault(statusUrl, 0);
    }

    /** All accepted messages, by status URL. */
    Map<String, Integer> accepted() {
        return provider.accepted();
    }

    @Override
    public SendResult send(TextMessage message, SmsCredentials credentials, Duration timeout) {
        if (!timeout.isPositive()) {
            // like the clients
            return new SendResult.NotTaken(Reason.PROVIDER_UNAVAILABLE, Duration.ofSeconds(1));
        }
        if (message.messageKey().isEmpty()) {
            return ask(message, timeout);
        }
        onSend.accept(message);
        kernel.note("send " + message.statusUrl());
        return provider.take(
                "TextSender.send", message.statusUrl(), timeout, () -> arrive(message));
    }

    /**
     * @param onQuestion called when a fan is asked to confirm a consent
     */
    void listen(Consumer<TextMessage> onQuestion) {
        this.onQuestion = onQuestion;
    }

    /**
     * @param onArrival called when a fan gets a message of a step
     */
    void deliver(Consumer<TextMessage> onArrival) {
        this.onArrival = onArrival;
    }

    private SendResult ask(TextMessage message, Duration timeout) {
        optIns.ask(optIns.addressOf(message));
        Instant askedAt = kernel.instant();
        kernel.note("ask " + message.to().e164());
        return questions.take(
                "TextSender.send",
                message.to().e164() + " at " + askedAt,
                timeout,
                () -> {
                    optIns.arrive(optIns.addressOf(message), askedAt);
                    onQuestion.accept(message);
                });
    }

    private void arrive(TextMessage message) {
        onArrival.accept(message);
        Chance chance = kernel.chance("carrier").of(message.statusUrl());
        if (chance.of("no report").hits(0.3)) {
            return;
        }
        report(message, new DeliveryReport.Taken(), chance.of("taken"));
        report(
                message,
                chance.of("delivered").hits(0.8)
                        ? new DeliveryReport.Delivered()
                        : new DeliveryReport.NotDelivered(Reason.NOT_DELIVERED),
                chance.of("end"));
    }

    private void report(TextMessage message, DeliveryReport report, Chance chance) {
        int times = chance.of("twice").hits(0.2) ? 2 : 1;
        for (int i = 0; i < times; i++) {
            kernel.after(
                    chance.of("after").between(0, 20_000), () -> onReport.accept(message, report));
        }
    }
}
