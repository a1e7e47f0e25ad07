package dev.actionflows.domain.dryrun;

import dev.actionflows.domain.messaging.DirectMessageSender;
import dev.actionflows.domain.messaging.MailSender;
import dev.actionflows.domain.messaging.SendResult;
import dev.actionflows.domain.messaging.TextSender;
import dev.actionflows.domain.messaging.limits.Channel;
import dev.actionflows.domain.messaging.quiethours.QuietHours;
import dev.actionflows.domain.step.messaging.TextPricing;
import dev.actionflows.domain.streaming.StreamingProvider;
import dev.actionflows.domain.streaming.StreamingService;

import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Providers that call nobody: they accept everything, and only report what they were asked to do.
 *
 * @param effects receives what would be done
 * @param quietHours know where a number is, which decides about the price of a text
 */
public record AcceptingProviders(Consumer<PlannedEffect> effects, Supplier<QuietHours> quietHours) {
    private static final SendResult ACCEPTED = new SendResult.Accepted("not sent");

    public TextSender texts() {
        return (message, _, _) -> {
            effects.accept(
                    message.messageKey().isEmpty()
                            ? new PlannedEffect.ConfirmationRequest(Channel.TEXT, message.body())
                            : new PlannedEffect.Text(
                                    message.body(),
                                    new TextPricing(quietHours)
                                            .price(message.body(), message.to())));
            return ACCEPTED;
        };
    }

    public MailSender mails() {
        return mail -> {
            effects.accept(
                    mail.isQuestion()
                            ? new PlannedEffect.ConfirmationRequest(Channel.EMAIL, mail.text())
                            : new PlannedEffect.Email(
                                    mail.subject(),
                                    mail.text(),
                                    mail.marketing().orElseThrow().html()));
            return ACCEPTED;
        };
    }

    public DirectMessageSender directMessages() {
        return (message, _, _) -> {
            effects.accept(new PlannedEffect.DirectMessage(message.text()));
            return ACCEPTED;
        };
    }

    public List<StreamingService> streamingServices() {
        return Arrays.stream(StreamingProvider.values())
                .<StreamingService>map(it -> new DryRunStreamingService(it, effects))
                .toList();
    }
}
