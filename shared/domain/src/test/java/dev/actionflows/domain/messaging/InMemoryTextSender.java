package dev.actionflows.domain.messaging;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** An in-memory SMS provider: accepts every message unless configured otherwise. Thread-safe. */
public final class InMemoryTextSender implements TextSender {
    private final Deque<SendResult> script = new ArrayDeque<>();
    private final List<TextMessage> handedOver = new ArrayList<>();

    /** The next messages get these results, in this order; those after them are accepted. */
    public synchronized InMemoryTextSender answers(SendResult... results) {
        script.addAll(List.of(results));
        return this;
    }

    /** All submitted messages, regardless of the result, in order. */
    public synchronized List<TextMessage> handedOver() {
        return List.copyOf(handedOver);
    }

    @Override
    public synchronized SendResult send(
            TextMessage message, SmsCredentials credentials, Duration timeout) {
        handedOver.add(message);
        SendResult scripted = script.poll();
        return scripted == null
                ? new SendResult.Accepted("SM%032x".formatted(handedOver.size()))
                : scripted;
    }
}
