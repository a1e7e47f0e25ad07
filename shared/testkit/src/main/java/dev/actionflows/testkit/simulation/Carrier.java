package dev.actionflows.testkit.simulation;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.messaging.DeliveryReport;
import dev.actionflows.domain.messaging.SendResult;
import dev.actionflows.domain.messaging.SmsCredentials;
import dev.actionflows.domain.messaging.TextMessage;
import dev.actionflows.domain.messaging.TextSender;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * An SMS provider without idempotency keys: it accepts, rejects or throttles messages, may time out
 * before or after accepting one, and reports deliveries late, out of order, repeatedly or never.
 */
final class Carrier implements TextSender {
    private final Kernel kernel;
    private final Faults faults;
    private final Consumer<TextMessage> onSend;
    private final BiConsumer<String, DeliveryReport> onReport;
    private final Map<String, Integer> accepted = new TreeMap<>();

    /**
     * @param onSend called with each message when its sender hands it over
     * @param onReport called with the status URL of a message and its delivery report
     */
    Carrier(
            Kernel kernel,
            Faults faults,
            Consumer<TextMessage> onSend,
            BiConsumer<String, DeliveryReport> onReport) {
        this.kernel = kernel;
        this.faults = faults;
        this.onSend = onSend;
        this.onReport = onReport;
    }

    /** How often a message with this status URL was accepted. */
    int accepted(String statusUrl) {
        return accepted.getOrDefault(statusUrl, 0);
    }

    /** All accepted messages, by status URL. */
    Map<String, Integer> accepted() {
        return accepted;
    }

    @Override
    public SendResult send(TextMessage message, SmsCredentials credentials, Duration timeout) {
        onSend.accept(message);
        Kernel.Actor process = kernel.current();
        kernel.note("send " + message.statusUrl());
        process.calls("TextSender.send");
        Duration there = faults.latency(process.chance("there"));
        Duration back = faults.latency(process.chance("back"));
        SendResult result = result(message, process);
        boolean accepts =
                result instanceof SendResult.Accepted
                        || (result instanceof SendResult.Unknown
                                && process.chance("takes").hits(0.5));
        if (there.plus(back).compareTo(timeout) >= 0) {
            kernel.after(there, () -> arrive(message, accepts));
            process.pause(timeout.isNegative() ? Duration.ZERO : timeout);
            return new SendResult.Unknown(Reason.NO_ANSWER);
        }
        return process.ask(
                there,
                back,
                () -> {
                    arrive(message, accepts);
                    return () -> result;
                });
    }

    private SendResult result(TextMessage message, Kernel.Actor process) {
        if (faults.hits(process.chance("silent"), 0.05)) {
            return new SendResult.Unknown(Reason.NO_ANSWER);
        }
        if (faults.hits(process.chance("limited"), 0.05)) {
            return new SendResult.NotTaken(
                    Reason.RATE_LIMITED, process.chance("limited for").between(1_000, 300_000));
        }
        if (faults.hits(process.chance("refused"), 0.02)) {
            return new SendResult.MessageRefused(Reason.REJECTED);
        }
        return new SendResult.Accepted("SM" + message.statusUrl().hashCode());
    }

    private void arrive(TextMessage message, boolean accepts) {
        if (!accepts) {
            return;
        }
        accepted.merge(message.statusUrl(), 1, Integer::sum);
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
                    chance.of("after").between(0, 20_000),
                    () -> onReport.accept(message.statusUrl(), report));
        }
    }
}
