package dev.actionflows.aws;

import dev.actionflows.domain.error.ErrorCode;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.releaseday.ReleaseDaySchedule;
import dev.actionflows.domain.run.WakeUp;
import dev.actionflows.json.Json;

import software.amazon.awssdk.core.exception.SdkException;

import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Map;

/**
 * A schedule of EventBridge Scheduler for each release and time. It sends one message to the queue
 * of wake-ups and deletes itself. It is named after both, so that one that exists is the one that
 * is wanted. The operation is called without the client of Scheduler, which would be a megabyte for
 * a single operation.
 *
 * <p>Source: CreateSchedule in the EventBridge Scheduler API Reference; "Schedule types" in its
 * User Guide: a one-time schedule is precise to the minute, invokes its target at least once, and
 * counts against the quota of schedules until it is deleted.
 */
public final class EventBridgeReleaseDaySchedule implements ReleaseDaySchedule {
    /** The time in {@code at(…)}: seconds are allowed, and ignored. */
    private static final DateTimeFormatter AT =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss").withZone(ZoneOffset.UTC);

    private static final int OK = 200;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int SERVER_ERROR = 500;

    private final AwsClients clients;
    private final Target target;

    /**
     * Where schedules send to.
     *
     * @param group the name of the group of the schedules
     * @param roleArn the role with which Scheduler sends
     * @param queueArn the queue of wake-ups
     * @param deadLetterQueueArn where Scheduler leaves what it could not send for a day
     */
    public record Target(
            String group, String roleArn, String queueArn, String deadLetterQueueArn) {}

    public EventBridgeReleaseDaySchedule(AwsClients clients, Target target) {
        this.clients = clients;
        this.target = target;
    }

    @Override
    public void schedule(WakeUp.ReleaseOut release, Instant at) {
        String path = "/schedules/%s-%d".formatted(release.release(), at.getEpochSecond());
        Backoff backoff = new Backoff("EventBridge Scheduler is busy");
        while (!isScheduled(path, request(release, at))) {
            backoff.waitOrGiveUp();
        }
    }

    /**
     * @return false if it may not be, and the call may be repeated
     */
    private boolean isScheduled(String path, String request) {
        try {
            AwsClients.SignedAnswer answer =
                    clients.post(
                            AwsClients.SignedCall.rest("scheduler", "scheduler", path, request));
            if (answer.status() == OK || answer.error().startsWith("Conflict")) {
                return true;
            }
            if (answer.error().startsWith("ServiceQuotaExceeded")) {
                throw new ProblemException(
                        ErrorCode.STATE_CONFLICT,
                        "EventBridge Scheduler allows no more schedules in this account and Region:"
                                + " request a higher quota, and repeat the request");
            }
            if (answer.status() < SERVER_ERROR
                    && answer.status() != TOO_MANY_REQUESTS
                    && !answer.error().startsWith("Throttling")) {
                throw new IllegalStateException(
                        "EventBridge Scheduler refuses a schedule: %d %s"
                                .formatted(answer.status(), answer.error()));
            }
        } catch (IOException | SdkException e) {
            // it may have been created: the next call finds out
        }
        return false;
    }

    private String request(WakeUp.ReleaseOut release, Instant at) {
        // a time between two minutes is up in the second one
        Instant minute = at.truncatedTo(ChronoUnit.MINUTES);
        Instant due = minute.equals(at) ? at : minute.plus(1, ChronoUnit.MINUTES);
        return Json.write(
                Map.of(
                        "GroupName",
                        target.group(),
                        "Description",
                        "A release of Action Flows comes out",
                        "ScheduleExpression",
                        "at(%s)".formatted(AT.format(due)),
                        "ScheduleExpressionTimezone",
                        "UTC",
                        "FlexibleTimeWindow",
                        Map.of("Mode", "OFF"),
                        "ActionAfterCompletion",
                        "DELETE",
                        "Target",
                        Map.of(
                                "Arn",
                                target.queueArn(),
                                "RoleArn",
                                target.roleArn(),
                                "Input",
                                WakeUpMessage.encode(release),
                                "DeadLetterConfig",
                                Map.of("Arn", target.deadLetterQueueArn()))));
    }
}
