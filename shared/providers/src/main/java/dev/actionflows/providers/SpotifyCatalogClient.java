package dev.actionflows.providers;

import dev.actionflows.domain.streaming.CatalogAlbum;
import dev.actionflows.domain.streaming.CatalogAnswer;
import dev.actionflows.domain.streaming.Isrc;
import dev.actionflows.domain.streaming.StreamingApp;
import dev.actionflows.domain.streaming.StreamingCatalog;
import dev.actionflows.domain.streaming.StreamingProvider;
import dev.actionflows.domain.streaming.Upc;
import dev.actionflows.providers.SpotifyCatalogRequests.LookupFailedException;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Lookups in Spotify's catalog with the app's own token.
 *
 * <p>Albums are read one by one: apps in development mode have no other way, and only a whole album
 * has {@code external_ids}. A search by UPC finds codes only as the label wrote them, so that they
 * are searched with different numbers of zeros, and what it finds is compared with the code. A
 * search by ISRC finds whole tracks, with {@code external_ids}, one for each album.
 *
 * <p>Sources at developer.spotify.com/documentation/web-api: "Search for Item" (the filters {@code
 * upc} of albums and {@code isrc} of tracks, at most 10 results in development mode), "Get Album",
 * "Get Artist's Albums", "Client credentials flow", "Web API Changelog - March 2026" ({@code
 * external_ids} stays available); github.com/spotify/web-api, issues 621 (zeros) and 1509 (tracks
 * without an ISRC).
 */
public final class SpotifyCatalogClient implements StreamingCatalog {
    /** The most albums that are compared with one code. */
    private static final int MAX_RESULTS = 5;

    /** The tracks in one page of a search: the most that an app in development mode gets. */
    private static final int TRACKS_OF_PAGE = 10;

    private final SpotifyCatalogRequests catalog;

    /**
     * @param http must not follow redirects, see {@link HttpClients}
     * @param apiUrl {@code https://api.spotify.com}
     * @param accountsUrl {@code https://accounts.spotify.com}
     * @param time limits the lifetime of access tokens
     */
    public SpotifyCatalogClient(HttpClient http, URI apiUrl, URI accountsUrl, InstantSource time) {
        this.catalog = new SpotifyCatalogRequests(http, apiUrl, accountsUrl, time);
    }

    @Override
    public StreamingProvider provider() {
        return StreamingProvider.SPOTIFY;
    }

    @Override
    public CatalogAnswer albumsWith(StreamingApp app, Upc upc, Duration timeout) {
        return answer(
                app,
                timeout,
                requests -> {
                    for (String code : upc.writtenForms()) {
                        List<CatalogAlbum> albums =
                                requests.albums(requests.search(code)).stream()
                                        .filter(it -> it.upc().filter(upc::equals).isPresent())
                                        .toList();
                        if (!albums.isEmpty()) {
                            return albums;
                        }
                    }
                    return List.of();
                });
    }

    @Override
    public CatalogAnswer albumsWithRecording(StreamingApp app, Isrc isrc, Duration timeout) {
        return answer(app, timeout, requests -> requests.albumsWith(isrc));
    }

    @Override
    public CatalogAnswer album(StreamingApp app, String albumId, Duration timeout) {
        return answer(
                app,
                timeout,
                requests ->
                        requests.albums(
                                SpotifyCatalogAnswers.ids(albumId, SpotifyCatalogAnswers.ALBUM)));
    }

    @Override
    public CatalogAnswer albumsOf(StreamingApp app, String artistId, Duration timeout) {
        return answer(
                app,
                timeout,
                requests -> {
                    List<CatalogAlbum> albums = new ArrayList<>();
                    for (String id :
                            SpotifyCatalogAnswers.ids(artistId, SpotifyCatalogAnswers.ARTIST)) {
                        albums.addAll(requests.albums(requests.albumsOf(id)));
                    }
                    return albums;
                });
    }

    @FunctionalInterface
    private interface Lookup {
        List<CatalogAlbum> with(Requests requests) throws IOException, LookupFailedException;
    }

    private CatalogAnswer answer(StreamingApp app, Duration timeout, Lookup lookup) {
        return catalog.answer(
                app,
                timeout,
                requests -> new CatalogAnswer.Found(lookup.with(new Requests(requests))),
                failure -> failure);
    }

    /** The requests of one lookup. */
    private record Requests(SpotifyCatalogRequests.OneLookup http) {
        Set<String> search(String upc) throws IOException, LookupFailedException {
            FormParameters query =
                    FormParameters.none()
                            .with("q", "upc:" + upc)
                            .with("type", "album")
                            .with("limit", Integer.toString(MAX_RESULTS));
            return idsIn(
                    SpotifyCatalogRequests.required(http.get("/v1/search?" + query.encode())),
                    "albums",
                    "items");
        }

        /**
         * Reads on while there are tracks with the code, so that a single album is the only one.
         */
        List<CatalogAlbum> albumsWith(Isrc isrc) throws IOException, LookupFailedException {
            List<CatalogAlbum> albums = new ArrayList<>();
            Set<String> read = new HashSet<>();
            int offset = 0;
            boolean goesOn = true;
            while (goesOn) {
                Answer page = tracks(isrc, offset);
                Set<String> ids = SpotifyCatalogAnswers.albumsOfTracksWith(isrc, page);
                for (String id : ids) {
                    if (albums.size() < MAX_ALBUMS_WITH_RECORDING && read.add(id)) {
                        albums.addAll(albums(Set.of(id)));
                    }
                }
                goesOn =
                        page.has("tracks", "next")
                                && !ids.isEmpty()
                                && albums.size() < MAX_ALBUMS_WITH_RECORDING;
                offset += TRACKS_OF_PAGE;
            }
            return albums;
        }

        private Answer tracks(Isrc isrc, int offset) throws IOException, LookupFailedException {
            FormParameters query =
                    FormParameters.none()
                            .with("q", "isrc:" + isrc)
                            .with("type", "track")
                            .with("limit", Integer.toString(TRACKS_OF_PAGE))
                            .with("offset", Integer.toString(offset));
            return SpotifyCatalogRequests.having(
                    SpotifyCatalogRequests.required(http.get("/v1/search?" + query.encode())),
                    "tracks",
                    "items");
        }

        Set<String> albumsOf(String artist) throws IOException, LookupFailedException {
            FormParameters query =
                    FormParameters.none()
                            .with("include_groups", "album,single")
                            .with("limit", Integer.toString(MAX_ALBUMS_OF_ARTIST));
            Answer answer = http.get("/v1/artists/%s/albums?%s".formatted(artist, query.encode()));
            return SpotifyCatalogRequests.isNoSuchId(answer)
                    ? Set.of()
                    : idsIn(SpotifyCatalogRequests.required(answer), "items");
        }

        /** Those of the albums that exist. */
        List<CatalogAlbum> albums(Set<String> ids) throws IOException, LookupFailedException {
            List<CatalogAlbum> albums = new ArrayList<>();
            for (String id : ids) {
                Answer answer = http.get("/v1/albums/" + id);
                if (!SpotifyCatalogRequests.isNoSuchId(answer)) {
                    albums.add(
                            SpotifyCatalogAnswers.album(
                                    SpotifyCatalogRequests.required(answer), id));
                }
            }
            return albums;
        }
    }

    private static Set<String> idsIn(Answer answer, Object... array) throws LookupFailedException {
        return SpotifyCatalogAnswers.idsIn(SpotifyCatalogRequests.having(answer, array), array);
    }
}
