package dev.actionflows.domain.messaging;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** An in-memory mail service: accepts every mail unless configured otherwise. */
public final class InMemoryMailSender implements MailSender {
    private final Deque<SendResult> script = new ArrayDeque<>();
    private final List<Mail> handedOver = new ArrayList<>();

    /** The next mails get these results, in this order; those after them are accepted. */
    public synchronized InMemoryMailSender answers(SendResult... results) {
        script.addAll(List.of(results));
        return this;
    }

    /** All submitted mails, regardless of the result, in order. */
    public synchronized List<Mail> handedOver() {
        return List.copyOf(handedOver);
    }

    @Override
    public synchronized SendResult send(Mail mail) {
        handedOver.add(mail);
        SendResult scripted = script.poll();
        return scripted == null
                ? new SendResult.Accepted("mail-%d".formatted(handedOver.size()))
                : scripted;
    }
}
