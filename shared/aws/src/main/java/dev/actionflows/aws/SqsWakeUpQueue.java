package dev.actionflows.aws;

import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.run.DueRunIndex;
import dev.actionflows.domain.run.RunControlQueue;
import dev.actionflows.domain.run.SweepQueue;
import dev.actionflows.domain.run.WakeUp;
import dev.actionflows.domain.run.WakeUpQueue;

import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Sends wake-ups to a queue whose consumer decodes them with {@link WakeUpMessage}. The message
 * group is the project, so a project with many messages does not delay other projects. Source:
 * Amazon SQS Developer Guide, "Amazon SQS fair queues".
 */
public final class SqsWakeUpQueue implements WakeUpQueue, SweepQueue, RunControlQueue {
    /** The message group of messages that belong to no project. */
    private static final String SWEEPS = "sweeps";

    /** The maximum of one SendMessageBatch call. */
    private static final int BATCH = 10;

    private final SqsClient client;
    private final String queueUrl;
    private final Consumer<RuntimeException> notSentAhead;

    /**
     * @param notSentAhead see {@link #notSentAhead}
     */
    public SqsWakeUpQueue(
            SqsClient client, String queueUrl, Consumer<RuntimeException> notSentAhead) {
        this.client = client;
        this.queueUrl = queueUrl;
        this.notSentAhead = notSentAhead;
    }

    @Override
    public void notSentAhead(RuntimeException failure) {
        notSentAhead.accept(failure);
    }

    @Override
    public void send(WakeUp.RequirementMet wakeUp) {
        send(WakeUpMessage.encode(wakeUp), wakeUp.project().value(), Duration.ZERO);
    }

    @Override
    public void sendLater(WakeUp.RequirementMet wakeUp, Duration delay) {
        send(WakeUpMessage.encode(wakeUp), wakeUp.project().value(), delay);
    }

    @Override
    public void cancelRuns(WakeUp.CancelRuns request, Duration delay) {
        send(WakeUpMessage.encode(request), request.project().value(), delay);
    }

    @Override
    public void startRun(WakeUp.StartRun request) {
        try {
            send(WakeUpMessage.encode(request), request.run().project().value(), Duration.ZERO);
        } catch (RuntimeException e) {
            notSentAhead.accept(e);
        }
    }

    @Override
    public void startReplay(WakeUp.StartReplay request) {
        send(WakeUpMessage.encode(request), request.project().value(), Duration.ZERO);
    }

    @Override
    public void releaseOut(WakeUp.ReleaseOut release, Duration delay) {
        send(WakeUpMessage.encode(release), release.project().value(), delay);
    }

    @Override
    public void sweepLater(Duration delay) {
        send(WakeUpMessage.encode(new WakeUp.Sweep()), SWEEPS, delay);
    }

    private void send(String body, String group, Duration delay) {
        AwsErrors.call(
                () ->
                        client.sendMessage(
                                message ->
                                        message.queueUrl(queueUrl)
                                                .messageBody(body)
                                                .messageGroupId(group)
                                                .delaySeconds(
                                                        Math.toIntExact(
                                                                delay.plusMillis(999)
                                                                        .toSeconds()))));
    }

    @Override
    public int sendDue(List<DueRunIndex.DueRun> due, Instant now) {
        int sent = 0;
        for (int from = 0; from < due.size(); from += BATCH) {
            sent += sendBatch(due.subList(from, Math.min(due.size(), from + BATCH)), now);
        }
        return sent;
    }

    private int sendBatch(List<DueRunIndex.DueRun> due, Instant now) {
        List<SendMessageBatchRequestEntry> entries = new ArrayList<>();
        for (DueRunIndex.DueRun entry : due) {
            entries.add(
                    SendMessageBatchRequestEntry.builder()
                            .id(Integer.toString(entries.size()))
                            .messageBody(WakeUpMessage.encode(new WakeUp.RunDue(entry.run())))
                            .messageGroupId(entry.run().project().value())
                            .delaySeconds(secondsUntil(entry.at(), now))
                            .build());
        }
        try {
            return AwsErrors.call(
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

    @Override
    public int queued() {
        return QueueLength.of(queueUrl, request -> client.getQueueAttributes(request));
    }

    /** Rounds up: a run that is checked before its due time is left alone. */
    private static int secondsUntil(Instant at, Instant now) {
        long millis = Math.max(0, Duration.between(now, at).toMillis());
        return Math.toIntExact(Math.ceilDiv(millis, 1000L));
    }
}
