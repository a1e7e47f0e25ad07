package dev.actionflows.domain.messaging;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** An in-memory Instagram: accepts every message unless configured otherwise. Thread-safe. */
public final class InMemoryDirectMessageSender implements DirectMessageSender {
    private final Deque<SendResult> script = new ArrayDeque<>();
    private final List<DirectMessage> handedOver = new ArrayList<>();
    private final List<InstagramToken> tokens = new ArrayList<>();

    /** The next messages get these results, in this order; those after them are accepted. */
    public synchronized InMemoryDirectMessageSender answers(SendResult... results) {
        script.addAll(List.of(results));
        return this;
    }

    /** All submitted messages, regardless of the result, in order. */
    public synchronized List<DirectMessage> handedOver() {
        return List.copyOf(handedOver);
    }

    /** The token of each submitted message. */
    public synchronized List<InstagramToken> tokens() {
        return List.copyOf(tokens);
    }

    @Override
    public synchronized SendResult send(
            DirectMessage message, InstagramToken token, Duration timeout) {
        handedOver.add(message);
        tokens.add(token);
        SendResult scripted = script.poll();
        return scripted == null
                ? new SendResult.Accepted("message-%d".formatted(handedOver.size()))
                : scripted;
    }
}
