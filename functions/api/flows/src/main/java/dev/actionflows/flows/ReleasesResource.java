package dev.actionflows.flows;

import dev.actionflows.domain.document.Fields;
import dev.actionflows.domain.id.IdSource;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.id.ReleaseId;
import dev.actionflows.domain.management.CatalogService;
import dev.actionflows.domain.project.Release;
import dev.actionflows.domain.project.ReleaseDate;
import dev.actionflows.domain.project.Role;
import dev.actionflows.domain.streaming.Isrc;
import dev.actionflows.domain.streaming.ProviderIds;
import dev.actionflows.domain.streaming.Upc;
import dev.actionflows.lambda.http.HttpRequest;
import dev.actionflows.lambda.http.HttpResponse;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code /v1/releases}: the project's albums, EPs and singles. */
final class ReleasesResource {

    private final CatalogService catalog;
    private final IdSource ids;
    private final InstantSource clock;

    ReleasesResource(CatalogService catalog, IdSource ids, InstantSource clock) {
        this.catalog = catalog;
        this.ids = ids;
        this.clock = clock;
    }

    List<Route> routes() {
        return List.of(
                Route.post("/v1/releases", this::create).requires(Role.EDIT),
                Route.get("/v1/releases", this::list),
                Route.get("/v1/releases/{releaseId}", this::get),
                Route.put("/v1/releases/{releaseId}/ids", this::stateIds).requires(Role.EDIT),
                Route.post("/v1/releases/{releaseId}/match", this::match).requires(Role.EDIT),
                Route.put("/v1/releases/{releaseId}/date", this::move).requires(Role.EDIT),
                Route.post("/v1/releases/{releaseId}/cancel", this::cancel).requires(Role.EDIT));
    }

    private HttpResponse create(HttpRequest request, Caller caller) {
        Instant now = clock.instant();
        Release release = Bodies.decode(request, fields -> decode(fields, now));
        return HttpResponse.json(201, toJson(catalog.create(caller.project().id(), release)));
    }

    private HttpResponse list(HttpRequest request, Caller caller) {
        ProjectId project = caller.project().id();
        return Pages.answer(
                request, (cursor, limit) -> catalog.releases(project, cursor, limit), this::toJson);
    }

    private HttpResponse get(HttpRequest request, Caller caller) {
        ReleaseId id = PathIds.release(request);
        return HttpResponse.json(200, toJson(catalog.release(caller.project().id(), id)));
    }

    private HttpResponse stateIds(HttpRequest request, Caller caller) {
        ReleaseId id = PathIds.release(request);
        Release.Statement stated =
                Bodies.decode(request, fields -> Optional.of(decodeStatement(fields)));
        return HttpResponse.json(200, toJson(catalog.state(caller.project().id(), id, stated)));
    }

    private HttpResponse match(HttpRequest request, Caller caller) {
        ReleaseId id = PathIds.release(request);
        return HttpResponse.json(202, toJson(catalog.match(caller.project().id(), id)));
    }

    private HttpResponse move(HttpRequest request, Caller caller) {
        ReleaseId id = PathIds.release(request);
        ReleaseDate date = Bodies.decode(request, ReleasesResource::decodeDate);
        return HttpResponse.json(200, toJson(catalog.move(caller.project().id(), id, date)));
    }

    private HttpResponse cancel(HttpRequest request, Caller caller) {
        ReleaseId id = PathIds.release(request);
        return HttpResponse.json(200, toJson(catalog.cancel(caller.project().id(), id)));
    }

    private static Optional<ReleaseDate> decodeDate(Fields fields) {
        Optional<ZoneId> zone =
                fields.optional("timeZone", ReleaseDate::parseZone, ReleaseDate.EXPECTED_ZONE);
        return fields.required(
                "releaseDate",
                text -> ReleaseDate.parse(text, zone.orElse(ReleaseDate.DEFAULT_ZONE)),
                ReleaseDate.EXPECTED);
    }

    private static Release.Statement decodeStatement(Fields fields) {
        return new Release.Statement(
                fields.optional("upc", Upc::parse, Upc.EXPECTED),
                fields.optional("isrc", Isrc::parse, Isrc.EXPECTED),
                ServiceIdsJson.decode(fields, ServiceIdsJson.Kind.RELEASE));
    }

    private Optional<Release> decode(Fields fields, Instant now) {
        Optional<String> title = fields.requiredText("title", Release.MAX_TEXT_LENGTH);
        Optional<String> artist = fields.requiredText("artistName", Release.MAX_TEXT_LENGTH);
        Optional<ReleaseDate> date = decodeDate(fields);
        Release.Statement stated = decodeStatement(fields);
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
                                                                        new ProviderIds(Map.of()),
                                                                        now)
                                                                .stated(stated, now))));
    }

    private Map<String, @Nullable Object> toJson(Release release) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("id", release.id().value());
        json.put("title", release.title());
        json.put("artistName", release.artistName());
        json.put("releaseDate", release.releaseDate().text());
        json.put("timeZone", release.releaseDate().zone().getId());
        json.put("status", release.status(clock.instant()).wireName());
        json.put("outAt", release.isCancelled() ? null : Times.text(release.outAt()));
        json.put("cancelledAt", Times.text(release.cancelledAt()));
        json.put("upc", release.upc().map(Upc::digits).orElse(null));
        json.put("isrc", release.isrc().map(Isrc::code).orElse(null));
        ServiceIdsJson.put(json, release.serviceIds(), ServiceIdsJson.Kind.RELEASE);
        json.put("createdAt", Times.text(release.createdAt()));
        return json;
    }
}
