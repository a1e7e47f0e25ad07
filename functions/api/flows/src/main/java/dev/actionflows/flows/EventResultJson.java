package dev.actionflows.flows;

import dev.actionflows.domain.event.Cause;
import dev.actionflows.domain.event.FanEvent;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.FlowId;
import dev.actionflows.domain.id.RunId;
import dev.actionflows.domain.intake.EventRecord;
import dev.actionflows.domain.intake.EventResult;
import dev.actionflows.domain.run.Run;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.Map;

/** JSON representation of the results of events. */
final class EventResultJson {
    private EventResultJson() {}

    /** An entry of a timeline. */
    static Map<String, @Nullable Object> of(EventResult eventResult) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("event", event(eventResult.event()));
        json.putAll(result(eventResult));
        return json;
    }

    static Map<String, @Nullable Object> event(FanEvent event) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("id", event.id().value());
        json.put("type", event.type().wireName());
        json.put("scope", event.scope());
        json.put("receivedAt", Times.text(event.receivedAt()));
        json.put("cause", event.cause().map(EventResultJson::cause).orElse(null));
        return json;
    }

    private static Map<String, Object> cause(Cause cause) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("runId", cause.run().value());
        json.put("step", cause.step());
        json.put("flowIds", cause.flows().stream().map(FlowId::value).toList());
        return json;
    }

    static Map<String, @Nullable Object> result(EventResult eventResult) {
        return switch (eventResult) {
            case EventResult.RunStarted(Run run) -> began(run);
            case EventResult.NotStarted(EventRecord entry) -> refused(entry);
        };
    }

    private static Map<String, @Nullable Object> began(Run run) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("fanId", run.fan().value());
        json.put("flowId", run.flow().value());
        json.put("runId", run.key().run().value());
        json.put("runStatus", run.status().name());
        json.put("test", run.test());
        json.put("reason", null);
        return json;
    }

    /** The run of a refused re-entry is the earlier run that prevented it. */
    static Map<String, @Nullable Object> refused(EventRecord entry) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("fanId", entry.fan().map(FanId::value).orElse(null));
        json.put("flowId", entry.flow().map(FlowId::value).orElse(null));
        json.put("runId", entry.stoppedBy().map(RunId::value).orElse(null));
        json.put("runStatus", null);
        json.put("test", false);
        json.put("reason", entry.why().wireName());
        return json;
    }
}
