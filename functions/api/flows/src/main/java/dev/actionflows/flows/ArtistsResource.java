package dev.actionflows.flows;

import dev.actionflows.domain.document.Fields;
import dev.actionflows.domain.id.ArtistId;
import dev.actionflows.domain.id.IdSource;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.management.CatalogService;
import dev.actionflows.domain.project.Artist;
import dev.actionflows.domain.project.Release;
import dev.actionflows.domain.project.Role;
import dev.actionflows.domain.project.ServiceIds;
import dev.actionflows.domain.streaming.ProviderIds;
import dev.actionflows.lambda.http.HttpRequest;
import dev.actionflows.lambda.http.HttpResponse;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code /v1/artists}: the project's artists, whom fans follow. */
final class ArtistsResource {
    private static final int MAX_NAME_LENGTH = Release.MAX_TEXT_LENGTH;

    private final CatalogService catalog;
    private final IdSource ids;
    private final InstantSource clock;

    ArtistsResource(CatalogService catalog, IdSource ids, InstantSource clock) {
        this.catalog = catalog;
        this.ids = ids;
        this.clock = clock;
    }

    List<Route> routes() {
        return List.of(
                Route.post("/v1/artists", this::create).requires(Role.EDIT),
                Route.get("/v1/artists", this::list),
                Route.get("/v1/artists/{artistId}", this::get),
                Route.put("/v1/artists/{artistId}/ids", this::stateIds).requires(Role.EDIT),
                Route.post("/v1/artists/{artistId}/match", this::match).requires(Role.EDIT));
    }

    private HttpResponse create(HttpRequest request, Caller caller) {
        Instant now = clock.instant();
        Artist artist = Bodies.decode(request, fields -> decode(fields, now));
        return HttpResponse.json(201, toJson(catalog.create(caller.project().id(), artist)));
    }

    private HttpResponse list(HttpRequest request, Caller caller) {
        ProjectId project = caller.project().id();
        return Pages.answer(
                request,
                (cursor, limit) -> catalog.artists(project, cursor, limit),
                ArtistsResource::toJson);
    }

    private HttpResponse get(HttpRequest request, Caller caller) {
        ArtistId id = PathIds.artist(request);
        return HttpResponse.json(200, toJson(catalog.artist(caller.project().id(), id)));
    }

    private HttpResponse stateIds(HttpRequest request, Caller caller) {
        ArtistId id = PathIds.artist(request);
        ServiceIds.Statement stated = Bodies.decode(request, ArtistsResource::decodeIds);
        return HttpResponse.json(200, toJson(catalog.state(caller.project().id(), id, stated)));
    }

    private HttpResponse match(HttpRequest request, Caller caller) {
        ArtistId id = PathIds.artist(request);
        return HttpResponse.json(202, toJson(catalog.match(caller.project().id(), id)));
    }

    private Optional<Artist> decode(Fields fields, Instant now) {
        Optional<String> name = fields.requiredText("name", MAX_NAME_LENGTH);
        Optional<ServiceIds.Statement> stated = decodeIds(fields);
        return name.flatMap(
                it ->
                        stated.map(
                                statement ->
                                        new Artist(
                                                        ArtistId.from(ids),
                                                        it,
                                                        new ProviderIds(Map.of()),
                                                        now)
                                                .stated(statement, now)));
    }

    /** At least one id, without which an artist cannot be searched. */
    private static Optional<ServiceIds.Statement> decodeIds(Fields fields) {
        ServiceIds.Statement stated = ServiceIdsJson.decode(fields, ServiceIdsJson.Kind.ARTIST);
        if (stated.given().byProvider().isEmpty()) {
            fields.violation(
                    "spotifyUri", "is required unless the artist has another provider's id");
            return Optional.empty();
        }
        return Optional.of(stated);
    }

    private static Map<String, @Nullable Object> toJson(Artist artist) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("id", artist.id().value());
        json.put("name", artist.name());
        ServiceIdsJson.put(json, artist.serviceIds(), ServiceIdsJson.Kind.ARTIST);
        json.put("createdAt", Times.text(artist.createdAt()));
        return json;
    }
}
