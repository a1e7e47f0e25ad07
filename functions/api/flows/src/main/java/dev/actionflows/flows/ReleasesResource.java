package dev.actionflows.flows;

import dev.actionflows.domain.document.Fields;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.id.IdSource;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.id.ReleaseId;
import dev.actionflows.domain.project.Catalog;
import dev.actionflows.domain.project.CatalogWriter;
import dev.actionflows.domain.project.Release;
import dev.actionflows.domain.streaming.ProviderIdFields;
import dev.actionflows.domain.streaming.ProviderIds;
import dev.actionflows.domain.streaming.StreamingProvider;
import dev.actionflows.lambda.http.HttpRequest;
import dev.actionflows.lambda.http.HttpResponse;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code /v1/releases}: the project's albums, EPs and singles. */
final class ReleasesResource {

    private final Catalog catalog;
    private final CatalogWriter writer;
    private final IdSource ids;
    private final InstantSource clock;

    ReleasesResource(Catalog catalog, CatalogWriter writer, IdSource ids, InstantSource clock) {
        this.catalog = catalog;
        this.writer = writer;
        this.ids = ids;
        this.clock = clock;
    }

    List<Route> routes() {
        return List.of(
                Route.post("/v1/releases", this::create),
                Route.get("/v1/releases/{releaseId}", this::get));
    }

    private HttpResponse create(HttpRequest request, Caller caller) {
        ProjectId project = caller.project().id();
        Instant now = clock.instant();
        Release release = Bodies.decode(request, fields -> decode(fields, now));
        Optional<Release> there = catalog.findRelease(project, release.id());
        if (there.isEmpty()) {
            writer.create(project, release);
        }
        // an existing one was created by an interrupted attempt of this same request
        return HttpResponse.json(201, toJson(there.orElse(release)));
    }

    private HttpResponse get(HttpRequest request, Caller caller) {
        ReleaseId id = PathIds.release(request);
        return catalog.findRelease(caller.project().id(), id)
                .map(release -> HttpResponse.json(200, toJson(release)))
                .orElseThrow(() -> ProblemException.notFound("no such release: " + id));
    }

    private Optional<Release> decode(Fields fields, Instant now) {
        Optional<String> title = fields.requiredText("title", Release.MAX_TEXT_LENGTH);
        Optional<String> artist = fields.requiredText("artistName", Release.MAX_TEXT_LENGTH);
        Optional<LocalDate> date =
                fields.required("releaseDate", Times::parseDate, Times.EXPECTED_DATE);
        ProviderIds providerIds = ProviderIdFields.decode(fields, "album");
        return title.flatMap(
                name ->
                        artist.flatMap(
                                by ->
                                        date.map(
                                                day ->
                                                        new Release(
                                                                ReleaseId.from(ids),
                                                                name,
                                                                by,
                                                                day,
                                                                providerIds,
                                                                now))));
    }

    private static Map<String, @Nullable Object> toJson(Release release) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("id", release.id().value());
        json.put("title", release.title());
        json.put("artistName", release.artistName());
        json.put("releaseDate", release.releaseDate().toString());
        json.put("spotifyUri", release.providerIds().at(StreamingProvider.SPOTIFY).orElse(null));
        json.put(
                "appleMusicId",
                release.providerIds().at(StreamingProvider.APPLE_MUSIC).orElse(null));
        json.put("createdAt", Times.text(release.createdAt()));
        return json;
    }
}
