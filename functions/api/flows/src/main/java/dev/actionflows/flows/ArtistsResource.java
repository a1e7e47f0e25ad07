package dev.actionflows.flows;

import dev.actionflows.domain.document.Fields;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.id.ArtistId;
import dev.actionflows.domain.id.IdSource;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.project.Artist;
import dev.actionflows.domain.project.Catalog;
import dev.actionflows.domain.project.CatalogWriter;
import dev.actionflows.domain.project.Release;
import dev.actionflows.domain.streaming.ProviderIdFields;
import dev.actionflows.domain.streaming.StreamingProvider;
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

    private final Catalog catalog;
    private final CatalogWriter writer;
    private final IdSource ids;
    private final InstantSource clock;

    ArtistsResource(Catalog catalog, CatalogWriter writer, IdSource ids, InstantSource clock) {
        this.catalog = catalog;
        this.writer = writer;
        this.ids = ids;
        this.clock = clock;
    }

    List<Route> routes() {
        return List.of(
                Route.post("/v1/artists", this::create),
                Route.get("/v1/artists/{artistId}", this::get));
    }

    private HttpResponse create(HttpRequest request, Caller caller) {
        ProjectId project = caller.project().id();
        Instant now = clock.instant();
        Artist artist = Bodies.decode(request, fields -> decode(fields, now));
        Optional<Artist> there = catalog.findArtist(project, artist.id());
        if (there.isEmpty()) {
            writer.create(project, artist);
        }
        // an existing one was created by an interrupted attempt of this same request
        return HttpResponse.json(201, toJson(there.orElse(artist)));
    }

    private HttpResponse get(HttpRequest request, Caller caller) {
        ArtistId id = PathIds.artist(request);
        return catalog.findArtist(caller.project().id(), id)
                .map(artist -> HttpResponse.json(200, toJson(artist)))
                .orElseThrow(() -> ProblemException.notFound("no such artist: " + id));
    }

    private Optional<Artist> decode(Fields fields, Instant now) {
        return fields.requiredText("name", MAX_NAME_LENGTH)
                .flatMap(
                        name ->
                                ProviderIdFields.decodeSome(fields, "artist")
                                        .map(
                                                providerIds ->
                                                        new Artist(
                                                                ArtistId.from(ids),
                                                                name,
                                                                providerIds,
                                                                now)));
    }

    private static Map<String, @Nullable Object> toJson(Artist artist) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("id", artist.id().value());
        json.put("name", artist.name());
        json.put("spotifyUri", artist.providerIds().at(StreamingProvider.SPOTIFY).orElse(null));
        json.put(
                "appleMusicId",
                artist.providerIds().at(StreamingProvider.APPLE_MUSIC).orElse(null));
        json.put("createdAt", Times.text(artist.createdAt()));
        return json;
    }
}
