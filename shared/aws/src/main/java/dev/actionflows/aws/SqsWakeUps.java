package dev.actionflows.aws;

import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.run.DueRuns;
import dev.actionflows.domain.run.WakeUp;
import dev.actionflows.domain.run.WakeUps;

import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Wake-ups on a queue, whose consumer reads them with {@link WakeUpMessage}. */
public final class SqsWakeUps implements WakeUps {
    /** What one call of SendMessageBatch takes. */
    private static final int BATCH = 10;

    private final SqsClient client;
    private final String queueUrl;

    public SqsWakeUps(SqsClient client, String queueUrl) {
        this.client = client;
        this.queueUrl = queueUrl;
    }

    @Override
    public void send(WakeUp.RequirementMet wakeUp) {
        String body = WakeUpMessage.encode(wakeUp);
        Calls.call(
                () -> client.sendMessage(message -> message.queueUrl(queueUrl).messageBody(body)));
    }

    @Override
    public int sendDue(List<DueRuns.Entry> due, Instant now) {
        int sent = 0;
        for (int from = 0; from < due.size(); from += BATCH) {
            sent += sendBatch(due.subList(from, Math.min(due.size(), from + BATCH)), now);
        }
        return sent;
    }

    private int sendBatch(List<DueRuns.Entry> due, Instant now) {
        List<SendMessageBatchRequestEntry> entries = new ArrayList<>();
        for (DueRuns.Entry entry : due) {
            entries.add(
                    SendMessageBatchRequestEntry.builder()
                            .id(Integer.toString(entries.size()))
                            .messageBody(WakeUpMessage.encode(new WakeUp.RunDue(entry.run())))
                            .delaySeconds(secondsUntil(entry.at(), now))
                            .build());
        }
        try {
            return Calls.call(
                            () ->
                                    client.sendMessageBatch(
                                            batch -> batch.queueUrl(queueUrl).entries(entries)))
                    .successful()
                    .size();
        } catch (ProblemException e) {
            // the queue is busy
            return 0;
        }
    }

    /** Rounded up: a run that is looked at before its time is left alone. */
    private static int secondsUntil(Instant at, Instant now) {
        long millis = Math.max(0, Duration.between(now, at).toMillis());
        return Math.toIntExact(Math.ceilDiv(millis, 1000L));
    }
}
