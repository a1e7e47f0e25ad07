package dev.actionflows.providers;

import dev.actionflows.domain.streaming.CatalogAlbum;
import dev.actionflows.domain.streaming.CatalogAlbum.CatalogArtist;
import dev.actionflows.domain.streaming.CatalogAnswer;
import dev.actionflows.domain.streaming.Isrc;
import dev.actionflows.domain.streaming.StreamingApp;
import dev.actionflows.domain.streaming.StreamingCatalog;
import dev.actionflows.domain.streaming.StreamingProvider;
import dev.actionflows.domain.streaming.Upc;

import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Lookups in Apple Music's catalog, in one storefront, with the developer token alone.
 *
 * <p>Sources at developer.apple.com/documentation/applemusicapi: "Get Multiple Catalog Albums by
 * UPC" ({@code filter[upc]}, a list separated by commas; its example writes the code with 14
 * digits), "Get Multiple Catalog Songs by ISRC" ({@code filter[isrc]}; one code can return several
 * songs, each of which is on an album), "Get Multiple Catalog Albums by ID" ({@code ids}), "Get a
 * Catalog Album", "Get a Catalog Artist's Relationship Directly by Name", and "Handling Resource
 * Representation and Relationships" (a song has the ids of its albums without asking; {@code
 * include=artists} adds the names of an album's artists).
 */
public final class AppleMusicCatalogClient implements StreamingCatalog {
    /**
     * The most albums that are requested together: each is answered with its tracks, and some may
     * not be available.
     */
    private static final int MAX_IDS = 2 * MAX_ALBUMS_WITH_RECORDING;

    private final AppleMusicCatalogRequests catalog;

    /**
     * @param http must not follow redirects, see {@link HttpClients}
     * @param apiUrl {@code https://api.music.apple.com}
     * @param storefront an ISO 3166-1 alpha-2 country code in lower case
     * @param time limits the lifetime of developer tokens
     */
    public AppleMusicCatalogClient(
            HttpClient http, URI apiUrl, String storefront, InstantSource time) {
        this.catalog = new AppleMusicCatalogRequests(http, apiUrl, storefront, time);
    }

    @Override
    public StreamingProvider provider() {
        return StreamingProvider.APPLE_MUSIC;
    }

    @Override
    public CatalogAnswer albumsWith(StreamingApp app, Upc upc, Duration timeout) {
        CatalogAnswer answer =
                albums(
                        app,
                        "/albums",
                        FormParameters.none()
                                .with("filter[upc]", String.join(",", upc.writtenForms())),
                        TimeBudget.startingNow(timeout));
        return answer instanceof CatalogAnswer.Found(List<CatalogAlbum> albums)
                ? new CatalogAnswer.Found(
                        albums.stream()
                                .filter(it -> it.upc().map(upc::equals).orElse(true))
                                .distinct()
                                .toList())
                : answer;
    }

    @Override
    public CatalogAnswer albumsWithRecording(StreamingApp app, Isrc isrc, Duration timeout) {
        TimeBudget budget = TimeBudget.startingNow(timeout);
        return get(
                app,
                "/songs",
                FormParameters.none().with("filter[isrc]", isrc.code()),
                budget,
                answer ->
                        albumsOfSongsWith(isrc, answer)
                                .<CatalogAnswer>map(
                                        ids ->
                                                ids.isEmpty()
                                                        ? new CatalogAnswer.Found(List.of())
                                                        : albums(app, ids, budget))
                                .orElseGet(CatalogAnswer.LookupUnavailable::new));
    }

    private CatalogAnswer albums(StreamingApp app, List<String> ids, TimeBudget budget) {
        CatalogAnswer answer =
                albums(
                        app,
                        "/albums",
                        FormParameters.none().with("ids", String.join(",", ids)),
                        budget);
        return answer instanceof CatalogAnswer.Found(List<CatalogAlbum> albums)
                ? new CatalogAnswer.Found(albums.stream().limit(MAX_ALBUMS_WITH_RECORDING).toList())
                : answer;
    }

    @Override
    public CatalogAnswer album(StreamingApp app, String albumId, Duration timeout) {
        return AppleMusicCatalogRequests.isId(albumId)
                ? albums(
                        app,
                        "/albums/" + albumId,
                        FormParameters.none(),
                        TimeBudget.startingNow(timeout))
                : new CatalogAnswer.Found(List.of());
    }

    @Override
    public CatalogAnswer albumsOf(StreamingApp app, String artistId, Duration timeout) {
        return AppleMusicCatalogRequests.isId(artistId)
                ? albums(
                        app,
                        "/artists/" + artistId + "/albums",
                        FormParameters.none().with("limit", Integer.toString(MAX_ALBUMS_OF_ARTIST)),
                        TimeBudget.startingNow(timeout))
                : new CatalogAnswer.Found(List.of());
    }

    private CatalogAnswer albums(
            StreamingApp app, String path, FormParameters query, TimeBudget budget) {
        return get(
                app,
                path,
                query.with("include", "artists"),
                budget,
                answer -> new CatalogAnswer.Found(albums(answer)));
    }

    /**
     * @param reader of an answer with data
     */
    private CatalogAnswer get(
            StreamingApp app,
            String path,
            FormParameters query,
            TimeBudget budget,
            Function<Answer, CatalogAnswer> reader) {
        return catalog.get(app, path, query, budget, reader, failure -> failure);
    }

    /**
     * The ids of the albums of the found songs that show this code.
     *
     * @return empty if a song does not show its albums, of which one could be the release
     */
    private static Optional<List<String>> albumsOfSongsWith(Isrc isrc, Answer answer) {
        Set<String> ids = new LinkedHashSet<>();
        for (int song = 0; song < answer.size("data"); song++) {
            Optional<Isrc> code =
                    answer.text("data", song, "attributes", "isrc").flatMap(Isrc::parse);
            if (!code.equals(Optional.of(isrc))) {
                continue;
            }
            Object[] albums = {"data", song, "relationships", "albums", "data"};
            if (!answer.has(albums)) {
                return Optional.empty();
            }
            for (int index = 0; index < answer.size(albums); index++) {
                answer.text("data", song, "relationships", "albums", "data", index, "id")
                        .filter(AppleMusicCatalogRequests::isId)
                        .ifPresent(ids::add);
            }
        }
        return Optional.of(ids.stream().limit(MAX_IDS).toList());
    }

    private static List<CatalogAlbum> albums(Answer answer) {
        List<CatalogAlbum> albums = new ArrayList<>();
        for (int index = 0; index < answer.size("data"); index++) {
            Optional<String> id =
                    answer.text("data", index, "id").filter(AppleMusicCatalogRequests::isId);
            if (id.isPresent()) {
                albums.add(
                        new CatalogAlbum(
                                id.get(),
                                answer.text("data", index, "attributes", "name").orElse(""),
                                answer.text("data", index, "attributes", "artistName").orElse(""),
                                artists(answer, index),
                                answer.text("data", index, "attributes", "upc")
                                        .flatMap(Upc::parse)));
            }
        }
        return albums;
    }

    private static List<CatalogArtist> artists(Answer answer, int album) {
        List<CatalogArtist> artists = new ArrayList<>();
        Object[] path = {"data", album, "relationships", "artists", "data"};
        for (int index = 0; index < answer.size(path); index++) {
            Optional<String> id =
                    answer.text("data", album, "relationships", "artists", "data", index, "id")
                            .filter(AppleMusicCatalogRequests::isId);
            String name =
                    answer.text(
                                    "data",
                                    album,
                                    "relationships",
                                    "artists",
                                    "data",
                                    index,
                                    "attributes",
                                    "name")
                            .orElse("");
            id.ifPresent(it -> artists.add(new CatalogArtist(it, name)));
        }
        return artists;
    }
}
