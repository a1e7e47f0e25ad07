package dev.actionflows.aws;

import dev.actionflows.domain.error.ErrorCode;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.usage.CreditAlert;
import dev.actionflows.domain.usage.CreditAlertPublisher;
import dev.actionflows.domain.usage.CreditThreshold;
import dev.actionflows.json.Json;
import dev.actionflows.json.JsonException;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.YearMonth;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Puts alerts about credits on the account's default event bus, and publishes them to the topic of
 * alarms. Each is a single operation of its service, called without the service's client.
 *
 * <p>Source: "PutEvents" in the Amazon EventBridge API reference, which reports failed entries with
 * the status 200; "Publish" in the Amazon SNS API reference, whose subjects have at most 100
 * characters.
 */
public final class AwsCreditAlertPublisher implements CreditAlertPublisher {
    private static final int OK = 200;

    private final AwsClients clients;
    private final String topicArn;

    /**
     * @param topicArn the topic of alarms
     */
    public AwsCreditAlertPublisher(AwsClients clients, String topicArn) {
        this.clients = clients;
        this.topicArn = topicArn;
    }

    @Override
    public void putEvent(CreditAlert alert) {
        AwsClients.SignedAnswer event = post(event(alert));
        if (event.status() != OK || !isTaken(event.body())) {
            throw refused("the event bus", event);
        }
    }

    @Override
    public void notifyOperator(CreditAlert alert) {
        AwsClients.SignedAnswer notice = post(notice(alert));
        if (notice.status() != OK) {
            throw refused("the topic of alarms", notice);
        }
    }

    private AwsClients.SignedAnswer post(AwsClients.SignedCall call) {
        try {
            return clients.post(call);
        } catch (IOException e) {
            throw new IllegalStateException("no answer from " + call.host(), e);
        }
    }

    private static boolean isTaken(String body) {
        try {
            return Json.readObject(body).get("FailedEntryCount") instanceof Number failed
                    && failed.intValue() == 0;
        } catch (JsonException e) {
            return false;
        }
    }

    private static ProblemException refused(String who, AwsClients.SignedAnswer answer) {
        return new ProblemException(
                ErrorCode.TRY_AGAIN,
                "%s refused an alert: %d %s".formatted(who, answer.status(), answer.error()));
    }

    private static AwsClients.SignedCall event(CreditAlert alert) {
        return new AwsClients.SignedCall(
                "events",
                "events",
                "/",
                "application/x-amz-json-1.1",
                Map.of("X-Amz-Target", "AWSEvents.PutEvents"),
                Json.write(
                        Map.of(
                                "Entries",
                                List.of(
                                        Map.of(
                                                "Source", "actionflows",
                                                "DetailType", title(alert),
                                                "Detail", Json.write(detail(alert)))))));
    }

    private static Map<String, Object> detail(CreditAlert alert) {
        CreditThreshold threshold = alert.threshold();
        Map<String, Object> detail = new LinkedHashMap<>();
        detail.put("projectId", threshold.project().value());
        detail.put("limitType", threshold.month().isPresent() ? "monthly" : "granted");
        threshold.month().ifPresent(month -> detail.put("month", month.toString()));
        detail.put("percent", threshold.percent());
        detail.put("used", alert.used());
        detail.put("limit", threshold.limit());
        return detail;
    }

    private AwsClients.SignedCall notice(CreditAlert alert) {
        CreditThreshold threshold = alert.threshold();
        String message =
                "Project %s has used %d of %d credits %s. docs/operations.md explains what to do."
                        .formatted(
                                threshold.project(),
                                alert.used(),
                                threshold.limit(),
                                threshold
                                        .month()
                                        .map(YearMonth::toString)
                                        .map("of the month "::concat)
                                        .orElse("that it was granted"));
        return new AwsClients.SignedCall(
                "sns",
                "sns",
                "/",
                "application/x-www-form-urlencoded",
                Map.of(),
                "Action=Publish&Version=2010-03-31&TopicArn=%s&Subject=%s&Message=%s"
                        .formatted(
                                encoded(topicArn),
                                encoded(title(alert) + ": " + threshold.project()),
                                encoded(message)));
    }

    /** Follows the source in rules of the event bus, so it never changes. */
    private static String title(CreditAlert alert) {
        return "Credits %d %% used".formatted(alert.threshold().percent());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
