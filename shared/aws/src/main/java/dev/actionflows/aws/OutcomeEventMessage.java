package dev.actionflows.aws;

import dev.actionflows.domain.document.Fields;
import dev.actionflows.domain.document.Violations;
import dev.actionflows.domain.event.Cause;
import dev.actionflows.domain.event.EventId;
import dev.actionflows.domain.event.OutcomeEvent;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.FlowId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.id.RunId;
import dev.actionflows.domain.trigger.TriggerType;
import dev.actionflows.json.Json;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Converts an outcome event to and from the body of a queue message (JSON). */
public final class OutcomeEventMessage {
    private static final int MAX_SCOPE = 100;
    private static final int MAX_STEPS = 1_000;

    private OutcomeEventMessage() {}

    public static String encode(OutcomeEvent event) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("projectId", event.project().value());
        document.put("fanId", event.fan().value());
        document.put("type", event.type().wireName());
        document.put("scope", event.scope());
        document.put("at", event.at().toString());
        event.cause()
                .ifPresentOrElse(
                        cause -> document.putAll(encode(cause)),
                        () -> document.put("id", event.id().value()));
        return Json.write(document);
    }

    private static Map<String, Object> encode(Cause cause) {
        return Map.of(
                "runId", cause.run().value(),
                "step", cause.step(),
                "flows", String.join(" ", cause.flows().stream().map(FlowId::value).toList()));
    }

    /**
     * @throws dev.actionflows.json.JsonException when the body is not a JSON object
     * @throws dev.actionflows.domain.error.ProblemException with all violations
     */
    public static OutcomeEvent decode(String body) {
        Map<String, @Nullable Object> document = Json.readObject(body);
        Violations violations = new Violations();
        Fields fields = Fields.of(document, violations);
        Optional<ProjectId> project =
                fields.required("projectId", ProjectId::parse, "the id of a project");
        Optional<FanId> fan = fields.required("fanId", FanId::parse, "the id of a fan");
        Optional<TriggerType> type =
                fields.required("type", TriggerType::ofWireName, "the type of a trigger");
        Optional<String> scope = fields.requiredText("scope", MAX_SCOPE);
        Optional<Instant> at =
                fields.required("at", TimeText::parse, "a time such as 2026-12-04T18:00:00Z");
        boolean isOfStep = type.filter(it -> it == TriggerType.CONNECTION_EXPIRING).isEmpty();
        Optional<Cause> cause = isOfStep ? decodeCause(fields) : Optional.empty();
        Optional<EventId> id =
                isOfStep
                        ? Optional.empty()
                        : fields.required("id", OutcomeEventMessage::parseId, "the id of an event");
        fields.rejectUnknown();
        violations.orThrow(Optional.of(document));
        return new OutcomeEvent(
                id.orElseGet(
                        () ->
                                OutcomeEvent.idOf(
                                        cause.orElseThrow(),
                                        type.orElseThrow(),
                                        scope.orElseThrow())),
                project.orElseThrow(),
                fan.orElseThrow(),
                type.orElseThrow(),
                scope.orElseThrow(),
                at.orElseThrow(),
                cause);
    }

    /** The cause, of which the event's id is made. */
    private static Optional<Cause> decodeCause(Fields fields) {
        Optional<RunId> run = fields.required("runId", RunId::parse, "the id of a run");
        Optional<Integer> step = fields.requiredNumber("step", 0, MAX_STEPS);
        Optional<List<FlowId>> flows =
                fields.required(
                        "flows", OutcomeEventMessage::parseFlows, "ids of flows between blanks");
        return run.isPresent() && step.isPresent() && flows.isPresent()
                ? Optional.of(new Cause(run.get(), step.get(), flows.get()))
                : Optional.empty();
    }

    private static Optional<EventId> parseId(String text) {
        return EventId.isValid(text) ? Optional.of(new EventId(text)) : Optional.empty();
    }

    private static Optional<List<FlowId>> parseFlows(String text) {
        List<Optional<FlowId>> ids = Arrays.stream(text.split(" ", -1)).map(FlowId::parse).toList();
        return ids.stream().allMatch(Optional::isPresent)
                ? Optional.of(ids.stream().map(Optional::orElseThrow).toList())
                : Optional.empty();
    }
}
