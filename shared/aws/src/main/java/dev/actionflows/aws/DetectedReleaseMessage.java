package dev.actionflows.aws;

import dev.actionflows.domain.document.Fields;
import dev.actionflows.domain.document.Violations;
import dev.actionflows.domain.id.ArtistId;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.id.ReleaseId;
import dev.actionflows.domain.intake.DetectedRelease;
import dev.actionflows.json.Json;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Converts a detected release to and from the body of a queue message (JSON). */
public final class DetectedReleaseMessage {
    private static final int MAX_LENGTH = 500;

    private DetectedReleaseMessage() {}

    public static String encode(DetectedRelease detected) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("projectId", detected.project().value());
        document.put("artistId", detected.artist().value());
        document.put("releaseId", detected.release().value());
        document.put("id", detected.id());
        document.put("detectedAt", detected.detectedAt().toString());
        detected.fan().ifPresent(fan -> document.put("fanId", fan.value()));
        detected.cursor().ifPresent(cursor -> document.put("cursor", cursor));
        detected.pass().ifPresent(pass -> document.put("pass", pass));
        return Json.write(document);
    }

    /**
     * @throws dev.actionflows.json.JsonException when the body is not a JSON object
     * @throws dev.actionflows.domain.error.ProblemException with all violations
     */
    public static DetectedRelease decode(String body) {
        Map<String, @Nullable Object> document = Json.readObject(body);
        Violations violations = new Violations();
        Fields fields = Fields.of(document, violations);
        Optional<ProjectId> project =
                fields.required("projectId", ProjectId::parse, "the id of a project");
        Optional<ArtistId> artist =
                fields.required("artistId", ArtistId::parse, "the id of an artist");
        Optional<ReleaseId> release =
                fields.required("releaseId", ReleaseId::parse, "the id of a release");
        Optional<String> id =
                fields.required(
                        "id",
                        DetectedRelease::parseId,
                        "1 to 100 letters, digits, dots, colons, underscores and dashes");
        Optional<Instant> detectedAt =
                fields.required(
                        "detectedAt", TimeText::parse, "a time such as 2026-12-04T18:00:00Z");
        Optional<FanId> fan = fields.optional("fanId", FanId::parse, "the id of a fan");
        Optional<String> cursor = fields.optionalText("cursor", MAX_LENGTH);
        Optional<String> pass = fields.optionalText("pass", MAX_LENGTH);
        fields.rejectUnknown();
        violations.orThrow(Optional.of(document));
        return new DetectedRelease(
                project.orElseThrow(),
                artist.orElseThrow(),
                release.orElseThrow(),
                id.orElseThrow(),
                detectedAt.orElseThrow(),
                fan,
                cursor,
                pass);
    }
}
