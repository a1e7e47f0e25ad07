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
 * @param failingSince when the first attempt failed after the last one that succeeded; empty if
 *     none has failed since
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
        Instant createdAt) {
    /** How long the secret before a rotation also signs. */
    public static final Duration OVERLAP = Duration.ofHours(24);

    /** By how much a time of the stream, which is in whole seconds, may be before one of ours. */
    private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(1);

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
     * Whether an event is delivered now. One from before the webhook is not: a consumer of the
     * stream that is late, or begins anew, gets what happened up to a day ago.
     */
    boolean wants(WebhookEvent event) {
        return wants(event.type()) && !event.id().at().isBefore(createdAt.minus(CLOCKS_DIFFER));
    }

    private boolean wants(WebhookEventType type) {
        return isEnabled() && events.contains(type);
    }

    /** The same with other events, and another address, at which no attempt has failed. */
    Webhook changed(WebhookUrl newUrl, Set<WebhookEventType> newEvents) {
        Optional<Instant> failing = newUrl.equals(url) ? failingSince : Optional.empty();
        return new Webhook(
                id, newUrl, newEvents, Set.of(), secret, retired, stop, failing, createdAt);
    }

    /** Disabled from now on; the first reason is kept. */
    Webhook stopped(StopReason reason, Instant at) {
        return stop.isPresent()
                ? this
                : with(secret, retired, Optional.of(new Stop(reason, at)), failingSince);
    }

    /** Enabled, as if no attempt had failed. */
    Webhook enabled() {
        return with(secret, retired, Optional.empty(), Optional.empty());
    }

    Webhook rotated(Sealed newSecret, Instant now) {
        return with(
                newSecret, Optional.of(new Retired(secret, now.plus(OVERLAP))), stop, failingSince);
    }

    Webhook failed(Instant at) {
        return failingSince.isPresent() ? this : with(secret, retired, stop, Optional.of(at));
    }

    Webhook succeeded() {
        return failingSince.isEmpty() ? this : with(secret, retired, stop, Optional.empty());
    }

    private Webhook with(
            Sealed newSecret,
            Optional<Retired> newRetired,
            Optional<Stop> newStop,
            Optional<Instant> newFailingSince) {
        return new Webhook(
                id,
                url,
                events,
                laterEvents,
                newSecret,
                newRetired,
                newStop,
                newFailingSince,
                createdAt);
    }
}
