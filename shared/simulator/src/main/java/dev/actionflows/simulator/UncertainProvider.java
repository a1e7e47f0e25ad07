package dev.actionflows.simulator;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.messaging.SendResult;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * The part that providers of messages share. They have no idempotency keys; they accept, reject or
 * throttle messages, and may time out before or after accepting one.
 */
final class UncertainProvider {
    private final Kernel kernel;
    private final Faults faults;
    private final double silence;
    private final double refuses;
    private final Map<String, Integer> accepted = new TreeMap<>();

    UncertainProvider(Kernel kernel, Faults faults) {
        this(kernel, faults, 0.05);
    }

    /**
     * @param silence how often it does not answer
     */
    UncertainProvider(Kernel kernel, Faults faults, double silence) {
        this.kernel = kernel;
        this.faults = faults;
        this.silence = silence;
        this.refuses = kernel.chance("provider").of("refuses most").hits(0.15) ? 0.6 : 0.05;
    }

    /** How often each message was accepted, by its key. */
    Map<String, Integer> accepted() {
        return accepted;
    }

    /**
     * Takes a message from the current process.
     *
     * @param port the name of the call
     * @param timeout after which the caller gives up
     * @param arrival happens if and when the provider accepts the message
     */
    SendResult take(String port, String key, Duration timeout, Runnable arrival) {
        Kernel.Actor process = kernel.current();
        process.calls(port);
        Duration there = faults.latency(process.chance("there"));
        Duration back = faults.latency(process.chance("back"));
        SendResult result = result(key, process);
        boolean accepts =
                result instanceof SendResult.Accepted
                        || (result instanceof SendResult.Unknown
                                && process.chance("takes").hits(0.5));
        if (there.plus(back).compareTo(timeout) >= 0) {
            kernel.after(there, () -> arrive(key, accepts, arrival));
            process.pause(timeout.isNegative() ? Duration.ZERO : timeout);
            return new SendResult.Unknown(Reason.NO_ANSWER);
        }
        return process.ask(
                there,
                back,
                () -> {
                    arrive(key, accepts, arrival);
                    return () -> result;
                });
    }

    /** Rejects a message of the current process. */
    SendResult refuse(String port, SendResult result) {
        Kernel.Actor process = kernel.current();
        process.calls(port);
        return process.ask(
                faults.latency(process.chance("there")),
                faults.latency(process.chance("back")),
                () -> () -> result);
    }

    private SendResult result(String key, Kernel.Actor process) {
        if (faults.hits(process.chance("silent"), silence)) {
            return new SendResult.Unknown(Reason.NO_ANSWER);
        }
        if (faults.hits(process.chance("limited"), 0.05)) {
            return new SendResult.NotTaken(
                    Reason.RATE_LIMITED, process.chance("limited for").between(1_000, 300_000));
        }
        if (faults.hits(process.chance("refused"), refuses)) {
            return new SendResult.MessageRefused(Reason.REJECTED);
        }
        return new SendResult.Accepted("message-" + key.hashCode());
    }

    private void arrive(String key, boolean accepts, Runnable arrival) {
        if (accepts) {
            accepted.merge(key, 1, Integer::sum);
            arrival.run();
        }
    }
}
