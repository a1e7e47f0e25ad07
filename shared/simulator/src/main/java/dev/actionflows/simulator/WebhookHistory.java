package dev.actionflows.simulator;

import dev.actionflows.domain.fan.ConsentChange;
import dev.actionflows.domain.fan.FanStore;
import dev.actionflows.domain.fan.Identity;
import dev.actionflows.domain.fan.KnownIdentity;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.WebhookEventId;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.run.RunStatus;
import dev.actionflows.domain.webhook.WebhookEventType;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What happens to runs, fans and their consents that webhooks have to report. */
final class WebhookHistory {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSX").withZone(ZoneOffset.UTC);

    private final Map<String, Happened> happened = new HashMap<>();

    /**
     * Something that is to be reported.
     *
     * @param about what its report has to contain
     */
    record Happened(WebhookEventType type, Instant at, String about) {}

    void changed(Optional<Run> before, Run after, Instant at) {
        if (before.isEmpty()) {
            happened(WebhookEventType.RUN_STARTED, after, at);
        }
        if (before.isEmpty() || before.get().status() != after.status()) {
            switch (after.status()) {
                case COMPLETED -> happened(WebhookEventType.RUN_COMPLETED, after, at);
                case FAILED -> happened(WebhookEventType.RUN_FAILED, after, at);
                case CANCELLED -> happened(WebhookEventType.RUN_CANCELLED, after, at);
                case RUNNING, WAITING -> {}
            }
        }
    }

    private void happened(WebhookEventType type, Run run, Instant at) {
        RunStatus status = run.status();
        happened.put(
                WebhookEventId.of(
                                at,
                                SampleProject.ID.value(),
                                type.wireName(),
                                run.key().run().value(),
                                String.valueOf(run.revision()))
                        .value(),
                new Happened(
                        type,
                        at,
                        "runId=%s, flowId=%s, flowVersion=%d, fanId=%s, test=%s, status=%s"
                                .formatted(
                                        run.key().run(),
                                        run.flow(),
                                        run.flowVersion(),
                                        run.fan(),
                                        run.test(),
                                        status)));
    }

    void merged(FanStore.Merge merge, Instant at) {
        happened.put(
                WebhookEventId.of(
                                at,
                                SampleProject.ID.value(),
                                WebhookEventType.FAN_MERGED.wireName(),
                                merge.given().id().value())
                        .value(),
                new Happened(
                        WebhookEventType.FAN_MERGED,
                        at,
                        "fanId=%s, mergedInto=%s"
                                .formatted(merge.given().id(), merge.kept().id())));
    }

    /** A change of the consent of an address is stored that was not recorded before. */
    void recorded(
            Identity address,
            ConsentChange change,
            KnownIdentity before,
            KnownIdentity after,
            Instant at) {
        // an earlier change may outweigh it
        if (!before.equals(after)) {
            after.fan()
                    .ifPresent(
                            fan ->
                                    reported(change.kind(), before.stopped())
                                            .ifPresent(
                                                    it -> happened(it, fan, address, change, at)));
        }
    }

    private static Optional<WebhookEventType> reported(
            ConsentChange.Kind kind, boolean wasStopped) {
        return switch (kind) {
            case STOP, UNSUBSCRIBED ->
                    Optional.of(WebhookEventType.CONSENT_STOPPED).filter(_ -> !wasStopped);
            case START, CONFIRMED -> Optional.of(WebhookEventType.CONSENT_GIVEN);
            case KEYWORD, OPT_IN ->
                    Optional.of(WebhookEventType.CONSENT_GIVEN).filter(_ -> !wasStopped);
            case RESUMED, BOUNCED, COMPLAINED, SOFT_BOUNCE, CONFIRMATION_REQUESTED ->
                    Optional.empty();
        };
    }

    private void happened(
            WebhookEventType type, FanId fan, Identity address, ConsentChange change, Instant at) {
        String word =
                type == WebhookEventType.CONSENT_STOPPED
                        ? TIME.format(change.at())
                        : change.messageId();
        happened.put(
                WebhookEventId.of(
                                at, SampleProject.ID.value(), type.wireName(), address.hash(), word)
                        .value(),
                new Happened(
                        type, at, "fanId=%s, kind=%s".formatted(fan, address.kind().wireName())));
    }

    /** All that has happened so far, by the ids of the events. */
    Map<String, Happened> all() {
        return Collections.unmodifiableMap(happened);
    }
}
