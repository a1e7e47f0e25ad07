package dev.actionflows.domain.webhook;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What webhooks report. */
public enum WebhookEventType {
    /** A run was stored: it is about to do its first step. */
    RUN_STARTED("run.started"),
    /** Every step has its outcome; none has failed. */
    RUN_COMPLETED("run.completed"),
    /** Every step has its outcome; at least one has failed. */
    RUN_FAILED("run.failed"),
    /** The label ended a run before every step was done. */
    RUN_CANCELLED("run.cancelled"),
    FAN_CREATED("fan.created"),
    /** Two records turned out to be of one fan. */
    FAN_MERGED("fan.merged"),
    /** The record of a fan was removed. */
    FAN_ERASED("fan.erased"),
    /** A fan agreed to messages to an address, or lifted a STOP. */
    CONSENT_GIVEN("consent.given"),
    /** A fan sent STOP from an address, or unsubscribed it. */
    CONSENT_STOPPED("consent.stopped"),
    /** Somebody tries a webhook out; nobody subscribes to it. */
    WEBHOOK_TEST("webhook.test"),
    /** Something that a later version reported, before a rollback to this one. */
    UNKNOWN("unknown");

    private final String wireName;

    WebhookEventType(String wireName) {
        this.wireName = wireName;
    }

    /** The name in the API and in what is delivered. */
    public String wireName() {
        return wireName;
    }

    public static Optional<WebhookEventType> ofWireName(String wireName) {
        return Arrays.stream(values()).filter(it -> it.wireName.equals(wireName)).findFirst();
    }

    /** Those that a webhook can subscribe to. */
    public static List<WebhookEventType> toSubscribe() {
        return Arrays.stream(values()).filter(it -> it != WEBHOOK_TEST && it != UNKNOWN).toList();
    }
}
