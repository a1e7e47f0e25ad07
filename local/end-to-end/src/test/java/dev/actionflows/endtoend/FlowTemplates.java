package dev.actionflows.endtoend;

import dev.actionflows.json.Json;

import org.jspecify.annotations.Nullable;

import java.util.Map;
import java.util.Objects;

/** The flows that the API offers to begin with. */
final class FlowTemplates {
    private FlowTemplates() {}

    /**
     * Activates a flow from a template.
     *
     * @param values what takes the place of {@code <releaseId>} and the like, by the name in it
     * @return the flow's id
     */
    static String activate(Label label, String template, Map<String, String> values) {
        Map<String, @Nullable Object> chosen =
                Label.list(
                                label.deployment
                                        .get("/v1/flow-templates", label.secretKey)
                                        .json(200),
                                "items")
                        .stream()
                        .filter(it -> template.equals(it.get("id")))
                        .findFirst()
                        .orElseThrow();
        String document = Json.write(Objects.requireNonNull(chosen.get("document")));
        for (Map.Entry<String, String> value : values.entrySet()) {
            document = document.replace("<" + value.getKey() + ">", value.getValue());
        }
        String id =
                Label.text(
                        label.deployment
                                .post("/v1/flows", label.secretKey, Json.readObject(document))
                                .json(201),
                        "id");
        label.activate(id).json(200);
        return id;
    }

    /** Activates the flow that sends the track on release day to whoever pre-saves the release. */
    static String messageOnReleaseDay(Label label, String release) {
        return FlowTemplates.activate(
                label,
                "presave-to-release-day",
                Map.of(
                        "releaseId",
                        release,
                        "segmentId",
                        label.segment(),
                        "timeZone",
                        "Europe/Berlin"));
    }
}
