package dev.actionflows.simulator.replay;

import dev.actionflows.domain.messaging.PhoneNumber;
import dev.actionflows.domain.messaging.SendResult;
import dev.actionflows.domain.messaging.SmsCredentials;
import dev.actionflows.domain.messaging.TextMessage;
import dev.actionflows.domain.messaging.TextSender;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** An SMS provider that accepts all texts or, in an outage, rejects all of them. */
final class Provider implements TextSender {
    private final Map<PhoneNumber, Integer> accepted = new HashMap<>();
    private Optional<SendResult> rejection = Optional.empty();

    /** From now on, every text is rejected with this result. */
    void reject(SendResult result) {
        rejection = Optional.of(result);
    }

    /** From now on, every text is accepted. */
    void accept() {
        rejection = Optional.empty();
    }

    /** How many texts to this number were accepted. */
    int accepted(PhoneNumber to) {
        return accepted.getOrDefault(to, 0);
    }

    @Override
    public SendResult send(TextMessage message, SmsCredentials credentials, Duration timeout) {
        return rejection.orElseGet(
                () -> {
                    accepted.merge(message.to(), 1, Integer::sum);
                    return new SendResult.Accepted("SM%032x".formatted(accepted.size()));
                });
    }
}
