package dev.actionflows.aws;

import dev.actionflows.domain.document.Fields;
import dev.actionflows.domain.document.Violations;
import dev.actionflows.domain.id.ErasureId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.privacy.ErasureTask;
import dev.actionflows.json.Json;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Converts the work of erasures to and from the body of a queue message (JSON). */
public final class ErasureMessage {
    private static final int MAX_LENGTH = 2_000;
    private static final int MAX_PASS = 1_000_000;
    private static final String TABLE = "reapplyTo";

    /** Source: Amazon DynamoDB Developer Guide, "Supported data types and naming rules". */
    private static final Pattern TABLE_NAME = Pattern.compile("[A-Za-z0-9_.-]{3,255}");

    private ErasureMessage() {}

    public static String encode(ErasureTask task) {
        Map<String, Object> document = new LinkedHashMap<>();
        switch (task) {
            case ErasureTask.Erase erase -> {
                document.put("projectId", erase.project().value());
                document.put("erasureId", erase.erasure().value());
                document.put("pass", erase.pass());
                document.put("left", erase.left());
                erase.cursor().ifPresent(cursor -> document.put("cursor", cursor));
            }
            case ErasureTask.Reapply reapply -> {
                document.put(TABLE, reapply.table());
                document.put("done", reapply.done());
                reapply.cursor().ifPresent(cursor -> document.put("cursor", cursor));
                reapply.place().ifPresent(place -> document.put("place", place));
            }
        }
        return Json.write(document);
    }

    /**
     * @throws dev.actionflows.json.JsonException when the body is not a JSON object
     * @throws dev.actionflows.domain.error.ProblemException with all violations
     */
    public static ErasureTask decode(String body) {
        Map<String, @Nullable Object> document = Json.readObject(body);
        Violations violations = new Violations();
        Fields fields = Fields.of(document, violations);
        return violations.orThrow(
                document.containsKey(TABLE) ? reapplication(document, fields) : erasure(fields));
    }

    private static Optional<ErasureTask> erasure(Fields fields) {
        Optional<ProjectId> project =
                fields.required("projectId", ProjectId::parse, "the id of a project");
        Optional<ErasureId> erasure =
                fields.required("erasureId", ErasureId::parse, "the id of an erasure");
        Optional<Integer> pass = fields.requiredNumber("pass", 1, MAX_PASS);
        Optional<String> cursor = fields.optionalText("cursor", MAX_LENGTH);
        boolean left = fields.optionalFlag("left").orElse(false);
        return project.flatMap(
                of ->
                        erasure.flatMap(
                                id ->
                                        pass.map(
                                                number ->
                                                        new ErasureTask.Erase(
                                                                of, id, number, cursor, left))));
    }

    /** An operator may send a message with the table alone. */
    private static Optional<ErasureTask> reapplication(
            Map<String, @Nullable Object> document, Fields fields) {
        Optional<String> table =
                fields.required(
                        TABLE,
                        text ->
                                TABLE_NAME.matcher(text).matches()
                                        ? Optional.of(text)
                                        : Optional.empty(),
                        "the name of a table");
        Optional<String> cursor = fields.optionalText("cursor", MAX_LENGTH);
        Optional<String> place = fields.optionalText("place", MAX_LENGTH);
        long done = document.get("done") instanceof Number number ? number.longValue() : 0;
        return table.map(name -> new ErasureTask.Reapply(name, cursor, place, done));
    }
}
