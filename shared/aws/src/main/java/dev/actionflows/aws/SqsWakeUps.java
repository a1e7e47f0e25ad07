package dev.actionflows.aws;

import dev.actionflows.domain.run.WakeUps;

import software.amazon.awssdk.services.sqs.SqsClient;

/** Wake-ups on a queue, whose consumer reads them with {@link WakeUpMessage}. */
public final class SqsWakeUps implements WakeUps {
    private final SqsClient client;
    private final String queueUrl;

    public SqsWakeUps(SqsClient client, String queueUrl) {
        this.client = client;
        this.queueUrl = queueUrl;
    }

    @Override
    public void send(WakeUp wakeUp) {
        String body = WakeUpMessage.encode(wakeUp);
        Calls.call(
                () -> client.sendMessage(message -> message.queueUrl(queueUrl).messageBody(body)));
    }
}
