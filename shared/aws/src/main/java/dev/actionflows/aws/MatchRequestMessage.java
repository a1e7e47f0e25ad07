package dev.actionflows.aws;

import dev.actionflows.domain.document.Fields;
import dev.actionflows.domain.document.Violations;
import dev.actionflows.domain.id.ArtistId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.id.ReleaseId;
import dev.actionflows.domain.matching.MatchRequest;
import dev.actionflows.json.Json;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Converts a request to search ids to and from the body of a queue message (JSON). */
public final class MatchRequestMessage {
    private static final String PROJECT = "projectId";
    private static final String RELEASE = "releaseId";
    private static final String ARTIST = "artistId";
    private static final String REVISION = "revision";

    private MatchRequestMessage() {}

    public static String encode(MatchRequest request) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put(PROJECT, request.project().value());
        switch (request) {
            case MatchRequest.OfRelease(var _, ReleaseId id, long _) ->
                    document.put(RELEASE, id.value());
            case MatchRequest.OfArtist(var _, ArtistId id, long _) ->
                    document.put(ARTIST, id.value());
        }
        document.put(REVISION, request.revision());
        return Json.write(document);
    }

    /**
     * @throws dev.actionflows.json.JsonException when the body is not a JSON object
     * @throws dev.actionflows.domain.error.ProblemException with all violations
     */
    public static MatchRequest decode(String body) {
        Map<String, @Nullable Object> document = Json.readObject(body);
        Violations violations = new Violations();
        Fields fields = Fields.of(document, violations);
        Optional<ProjectId> project =
                fields.required(PROJECT, ProjectId::parse, "the id of a project");
        Optional<ArtistId> artist = fields.optional(ARTIST, ArtistId::parse, "the id of an artist");
        Optional<ReleaseId> release =
                artist.isPresent()
                        ? Optional.empty()
                        : fields.required(RELEASE, ReleaseId::parse, "the id of a release");
        Optional<Integer> revision = fields.requiredNumber(REVISION, 0, Integer.MAX_VALUE);
        fields.rejectUnknown();
        violations.orThrow(Optional.of(document));
        long expected = revision.orElseThrow();
        return artist.<MatchRequest>map(
                        id -> new MatchRequest.OfArtist(project.orElseThrow(), id, expected))
                .orElseGet(
                        () ->
                                new MatchRequest.OfRelease(
                                        project.orElseThrow(), release.orElseThrow(), expected));
    }
}
