package dev.actionflows.domain.messaging;

import dev.actionflows.domain.Reason;

import java.util.List;

class InMemoryTextSenderTest extends TextSenderContract {
    private final InMemoryTextSender sender = new InMemoryTextSender();

    @Override
    protected TextSender senderWhen(Situation situation) {
        return switch (situation) {
            case TAKES_IT -> sender;
            case NUMBER_CANNOT_RECEIVE -> refusing(Reason.UNREACHABLE_NUMBER);
            case RECIPIENT_OPTED_OUT -> sender.answers(new SendResult.OptedOut());
            case REJECTS_THE_CREDENTIALS -> refusing(Reason.CREDENTIALS_REJECTED);
            case REJECTS_THE_REQUEST -> refusing(Reason.REJECTED);
            case BUSY -> sender.answers(new SendResult.NotTaken(Reason.RATE_LIMITED, BUSY_FOR));
            case NOT_REACHABLE ->
                    sender.answers(new SendResult.NotTaken(Reason.PROVIDER_UNAVAILABLE, BUSY_FOR));
            case SILENT -> sender.answers(new SendResult.Unknown(Reason.NO_ANSWER));
        };
    }

    @Override
    protected SmsCredentials credentials() {
        return new SmsCredentials.Twilio("AC00000000000000000000000000000001", "an auth token");
    }

    @Override
    protected List<Delivered> handedOver() {
        return sender.handedOver().stream().map(Delivered::of).toList();
    }

    private TextSender refusing(Reason reason) {
        return sender.answers(new SendResult.MessageRefused(reason));
    }
}
