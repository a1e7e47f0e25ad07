package dev.actionflows.aws;

import dev.actionflows.domain.document.Fields;
import dev.actionflows.domain.document.Violations;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.run.Requirement;
import dev.actionflows.domain.run.WakeUps;
import dev.actionflows.json.Json;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** A wake-up as the body of a queue's message (JSON): for its sender and its receiver. */
public final class WakeUpMessage {
    private static final int MAX_LENGTH = 500;

    private WakeUpMessage() {}

    public static String encode(WakeUps.WakeUp wakeUp) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("projectId", wakeUp.project().value());
        document.put("requirement", wakeUp.requirement().key());
        wakeUp.cursor().ifPresent(cursor -> document.put("cursor", cursor));
        return Json.write(document);
    }

    /**
     * @throws dev.actionflows.json.JsonException when the body is no JSON object
     * @throws dev.actionflows.domain.error.ProblemException with all that it lacks
     */
    public static WakeUps.WakeUp decode(String body) {
        Violations violations = new Violations();
        Fields fields = Fields.of(Json.readObject(body), violations);
        Optional<ProjectId> project =
                fields.required("projectId", ProjectId::parse, "the id of a project");
        Optional<String> requirement = fields.requiredText("requirement", MAX_LENGTH);
        Optional<String> cursor = fields.optionalText("cursor", MAX_LENGTH);
        return violations.orThrow(
                project.flatMap(
                        id ->
                                requirement.map(
                                        key ->
                                                new WakeUps.WakeUp(
                                                        id, new Requirement(key), cursor))));
    }
}
