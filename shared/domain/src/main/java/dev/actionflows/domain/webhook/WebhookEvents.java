package dev.actionflows.domain.webhook;

import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.id.WebhookEventId;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The events that changes of stored items amount to: functions of the item before and after, so
 * that a change that is delivered again leads to the same events with the same ids.
 *
 * <p>The time of a change is that of the table's stream, which names the same for each delivery.
 */
public final class WebhookEvents {
    private static final String FAN_ID = "fanId";

    private WebhookEvents() {}

    /**
     * A run has started, or ended. A run that ends again, after a report or a further attempt, is
     * reported again.
     *
     * @param before the stored name of its status before; empty if the run is new
     */
    public static List<WebhookEvent> ofRun(Optional<String> before, RunSnapshot after, Instant at) {
        List<WebhookEvent> events = new ArrayList<>();
        if (before.isEmpty()) {
            events.add(event(WebhookEventType.RUN_STARTED, after, at));
        }
        if (before.filter(after.status()::equals).isEmpty()) {
            end(after.status()).ifPresent(type -> events.add(event(type, after, at)));
        }
        return events;
    }

    /** Empty if the run has not ended. */
    private static Optional<WebhookEventType> end(String status) {
        return switch (status) {
            case "COMPLETED" -> Optional.of(WebhookEventType.RUN_COMPLETED);
            case "FAILED" -> Optional.of(WebhookEventType.RUN_FAILED);
            case "CANCELLED" -> Optional.of(WebhookEventType.RUN_CANCELLED);
            default -> Optional.empty();
        };
    }

    private static WebhookEvent event(WebhookEventType type, RunSnapshot run, Instant at) {
        Map<String, @Nullable Object> data = new LinkedHashMap<>();
        data.put("projectId", run.key().project().value());
        data.put("runId", run.key().run().value());
        data.put("flowId", run.flow().value());
        data.put("flowVersion", run.flowVersion());
        data.put(FAN_ID, run.fan().value());
        data.put("test", run.test());
        data.put("status", run.status());
        data.put("startedAt", WebhookEvent.text(run.startedAt()));
        data.put("endedAt", run.endedAt().map(WebhookEvent::text).orElse(null));
        data.put("steps", run.steps().stream().map(WebhookEvents::data).toList());
        return new WebhookEvent(
                WebhookEventId.of(
                        at,
                        run.key().project().value(),
                        type.wireName(),
                        run.key().run().value(),
                        String.valueOf(run.revision())),
                run.key().project(),
                type,
                data);
    }

    private static Map<String, @Nullable Object> data(RunSnapshot.Step step) {
        Map<String, @Nullable Object> data = new LinkedHashMap<>();
        data.put("type", step.type());
        data.put("outcome", step.outcome().orElse(null));
        data.put("reason", step.reason().orElse(null));
        return data;
    }

    /** A new record of a fan. */
    public static WebhookEvent fanCreated(ProjectId project, FanId fan, Instant at) {
        return ofFan(WebhookEventType.FAN_CREATED, project, fan, at, Map.of());
    }

    /**
     * @param given the record that now refers to the other
     */
    public static WebhookEvent fanMerged(ProjectId project, FanId given, FanId kept, Instant at) {
        return ofFan(
                WebhookEventType.FAN_MERGED,
                project,
                given,
                at,
                Map.of("mergedInto", kept.value()));
    }

    /** A record of a fan is gone. */
    public static WebhookEvent fanErased(ProjectId project, FanId fan, Instant at) {
        return ofFan(WebhookEventType.FAN_ERASED, project, fan, at, Map.of());
    }

    private static WebhookEvent ofFan(
            WebhookEventType type,
            ProjectId project,
            FanId fan,
            Instant at,
            Map<String, String> more) {
        Map<String, @Nullable Object> data = new LinkedHashMap<>();
        data.put("projectId", project.value());
        data.put(FAN_ID, fan.value());
        data.putAll(more);
        return new WebhookEvent(
                WebhookEventId.of(at, project.value(), type.wireName(), fan.value()),
                project,
                type,
                data);
    }

    /**
     * An address has agreed or stopped; nothing of one that belongs to no known fan. A consent that
     * lifts no STOP permits nothing, and is not reported.
     *
     * @param before empty if nothing was known of it
     */
    public static List<WebhookEvent> ofAddress(
            Optional<AddressSnapshot> before, AddressSnapshot after, Instant at) {
        List<WebhookEvent> events = new ArrayList<>();
        Optional<String> agreed =
                after.consent()
                        .filter(_ -> !after.stopped())
                        .filter(
                                _ ->
                                        !before.flatMap(AddressSnapshot::consent)
                                                .equals(after.consent()));
        agreed.ifPresent(it -> events.addAll(event(WebhookEventType.CONSENT_GIVEN, after, it, at)));
        if (after.stopped() && before.filter(AddressSnapshot::stopped).isEmpty()) {
            String word = after.stoppedAt().map(WebhookEvent::text).orElse("");
            events.addAll(event(WebhookEventType.CONSENT_STOPPED, after, word, at));
        }
        return events;
    }

    private static List<WebhookEvent> event(
            WebhookEventType type, AddressSnapshot address, String word, Instant at) {
        return address.fan()
                .map(
                        fan -> {
                            Map<String, @Nullable Object> data = new LinkedHashMap<>();
                            data.put("projectId", address.project().value());
                            data.put(FAN_ID, fan.value());
                            data.put("kind", address.identity().kind().wireName());
                            return List.of(
                                    new WebhookEvent(
                                            WebhookEventId.of(
                                                    at,
                                                    address.project().value(),
                                                    type.wireName(),
                                                    address.identity().hash(),
                                                    word),
                                            address.project(),
                                            type,
                                            data));
                        })
                .orElseGet(List::of);
    }
}
