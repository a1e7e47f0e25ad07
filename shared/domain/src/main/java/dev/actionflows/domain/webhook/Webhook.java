package dev.actionflows.domain.webhook;

import dev.actionflows.domain.id.WebhookId;
import dev.actionflows.domain.project.Sealed;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * A subscription of a project's own system.
 *
 * @param events what it wants to be told
 * @param laterEvents what else it wants to be told, in words of a later version, before a rollback
 *     to this one: kept until its events are replaced
 * @param secret signs deliveries, see {@link #context}
 * @param retired the secret before, which also signs for a while
 * @param stop why nothing is delivered now; empty if it is
 * @param failingSince when the first of the attempts failed that have failed without one that
 *     succeeded, and without a {@link #SILENCE}; empty if the latest has succeeded
 * @param lastFailedAt when the latest of them failed, or one up to {@link #NOTED_EVERY} before it;
 *     empty also if a version before this one noted when they began
 */
public record Webhook(
        WebhookId id,
        WebhookUrl url,
        Set<WebhookEventType> events,
        Set<String> laterEvents,
        Sealed secret,
        Optional<Retired> retired,
        Optional<Stop> stop,
        Optional<Instant> failingSince,
        Optional<Instant> lastFailedAt,
        Instant createdAt) {
    /** How long the secret before a rotation also signs. */
    public static final Duration OVERLAP = Duration.ofHours(24);

    /** By how much a time of the stream, which is in whole seconds, may be before one of ours. */
    private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(1);

    /** A failure is noted so long after the one before: a backlog has many. */
    private static final Duration NOTED_EVERY = Duration.ofHours(1);

    /**
     * Failures that are further apart say nothing of the time between them, in which nothing was
     * attempted, not even what had failed. By two hours more than a retry is planned to take.
     */
    static final Duration SILENCE =
            RetrySchedule.LONGEST_DISTANCE.plus(NOTED_EVERY).plus(Duration.ofHours(2));

    public Webhook {
        events = Set.copyOf(events);
        laterEvents = Set.copyOf(laterEvents);
    }

    /** A secret that was replaced, and until when it also signs. */
    public record Retired(Sealed secret, Instant until) {}

    /**
     * That a webhook is disabled.
     *
     * @param name the stored name of the reason, which a later version may have given
     */
    public record Stop(String name, Instant at) {
        public Stop(StopReason reason, Instant at) {
            this(reason.wireName(), at);
        }

        public StopReason reason() {
            return StopReason.ofWireName(name);
        }
    }

    /** Why a webhook is disabled. The wire name is the constant's name in lowercase. */
    public enum StopReason {
        /** The project wants nothing for now. */
        PAUSED,
        /** The receiver answered 410. */
        GONE,
        /** No attempt succeeded as long as one delivery is tried. */
        FAILING,
        /** For a reason of a later version, before a rollback to this one. */
        UNKNOWN;

        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** {@link #UNKNOWN} if there is no such reason. */
        public static StopReason ofWireName(String wireName) {
            return Arrays.stream(values())
                    .filter(it -> it.wireName().equals(wireName))
                    .findFirst()
                    .orElse(UNKNOWN);
        }
    }

    public static Webhook created(
            WebhookId id, WebhookUrl url, Set<WebhookEventType> events, Sealed secret, Instant at) {
        return new Webhook(
                id,
                url,
                events,
                Set.of(),
                secret,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                at);
    }

    /**
     * What a webhook's secrets are sealed for, see {@link dev.actionflows.domain.project.Vault}.
     */
    public static String context(WebhookId id) {
        return "webhook " + id;
    }

    public boolean isEnabled() {
        return stop.isEmpty();
    }

    /**
     * Whether an event belongs in the log, to be delivered if the webhook is enabled then. One from
     * before the webhook does not: a consumer of the stream that is late, or begins anew, gets what
     * happened up to a day ago. One from before it was disabled does.
     */
    boolean wants(WebhookEvent event) {
        Instant at = event.id().at();
        return events.contains(event.type())
                && !at.isBefore(createdAt.minus(CLOCKS_DIFFER))
                && stop.filter(it -> !at.isBefore(it.at())).isEmpty();
    }

    /**
     * Whether what is in the log is attempted now.
     *
     * @param typeName the stored name of a {@link WebhookEventType}
     */
    boolean receives(String typeName) {
        return isEnabled() && subscribesTo(typeName);
    }

    /** A test is for whoever asked for it. */
    boolean subscribesTo(String typeName) {
        return typeName.equals(WebhookEventType.WEBHOOK_TEST.wireName())
                || laterEvents.contains(typeName)
                || WebhookEventType.ofWireName(typeName).filter(events::contains).isPresent();
    }

    /** The same with other events, and another address, at which no attempt has failed. */
    Webhook changed(WebhookUrl newUrl, Set<WebhookEventType> newEvents) {
        Webhook kept = newUrl.equals(url) ? this : succeeded();
        return new Webhook(
                id,
                newUrl,
                newEvents,
                Set.of(),
                secret,
                retired,
                stop,
                kept.failingSince,
                kept.lastFailedAt,
                createdAt);
    }

    /** Disabled from now on; the first reason is kept. */
    Webhook stopped(StopReason reason, Instant at) {
        return stop.isPresent()
                ? this
                : with(Optional.of(new Stop(reason, at)), failingSince, lastFailedAt);
    }

    /** Enabled, as if no attempt had failed. */
    Webhook enabled() {
        return with(Optional.empty(), Optional.empty(), Optional.empty());
    }

    Webhook rotated(Sealed newSecret, Instant now) {
        return new Webhook(
                id,
                url,
                events,
                laterEvents,
                newSecret,
                Optional.of(new Retired(secret, now.plus(OVERLAP))),
                stop,
                failingSince,
                lastFailedAt,
                createdAt);
    }

    /** An attempt has failed: one more, or the first. */
    Webhook failed(Instant at) {
        Optional<Instant> last = lastFailedAt.or(() -> failingSince);
        if (last.filter(it -> !at.isAfter(it.plus(SILENCE))).isEmpty()) {
            return with(stop, Optional.of(at), Optional.of(at));
        }
        return at.isBefore(last.get().plus(NOTED_EVERY))
                ? this
                : with(stop, failingSince, Optional.of(at));
    }

    Webhook succeeded() {
        return with(stop, Optional.empty(), Optional.empty());
    }

    private Webhook with(
            Optional<Stop> newStop,
            Optional<Instant> newFailingSince,
            Optional<Instant> newLastFailedAt) {
        return new Webhook(
                id,
                url,
                events,
                laterEvents,
                secret,
                retired,
                newStop,
                newFailingSince,
                newLastFailedAt,
                createdAt);
    }
}
