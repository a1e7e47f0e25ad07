package dev.actionflows.providers;

import dev.actionflows.domain.streaming.CatalogAlbum;
import dev.actionflows.domain.streaming.CatalogAlbum.CatalogArtist;
import dev.actionflows.domain.streaming.CatalogAnswer;
import dev.actionflows.domain.streaming.StreamingApp;
import dev.actionflows.domain.streaming.StreamingCatalog;
import dev.actionflows.domain.streaming.StreamingProvider;
import dev.actionflows.domain.streaming.Upc;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Lookups in Apple Music's catalog, in one storefront, with the developer token alone.
 *
 * <p>Sources at developer.apple.com/documentation/applemusicapi: "Get Multiple Catalog Albums by
 * UPC" ({@code filter[upc]}, a list separated by commas; its example writes the code with 14
 * digits), "Get a Catalog Album", "Get a Catalog Artist's Relationship Directly by Name", and
 * "Handling Resource Representation and Relationships" ({@code include=artists} adds the artists'
 * names).
 */
public final class AppleMusicCatalogClient implements StreamingCatalog {
    private static final Pattern ID = Pattern.compile("[0-9]{1,20}");

    private final ProviderHttp http;
    private final URI apiUrl;
    private final String storefront;
    private final DeveloperTokens developerTokens;

    /**
     * @param http must not follow redirects, see {@link HttpClients}
     * @param apiUrl {@code https://api.music.apple.com}
     * @param storefront an ISO 3166-1 alpha-2 country code in lower case
     * @param time limits the lifetime of developer tokens
     */
    public AppleMusicCatalogClient(
            HttpClient http, URI apiUrl, String storefront, InstantSource time) {
        this.http = new ProviderHttp(http, CatalogFailures.MAX_BODY_BYTES);
        this.apiUrl = apiUrl;
        this.storefront = storefront;
        this.developerTokens = new DeveloperTokens(time);
    }

    @Override
    public StreamingProvider provider() {
        return StreamingProvider.APPLE_MUSIC;
    }

    @Override
    public CatalogAnswer albumsWith(StreamingApp app, Upc upc, Duration timeout) {
        CatalogAnswer answer =
                get(
                        app,
                        "/albums",
                        FormParameters.none()
                                .with("filter[upc]", String.join(",", upc.writtenForms())),
                        timeout);
        return answer instanceof CatalogAnswer.Found(List<CatalogAlbum> albums)
                ? new CatalogAnswer.Found(
                        albums.stream()
                                .filter(it -> it.upc().map(upc::equals).orElse(true))
                                .distinct()
                                .toList())
                : answer;
    }

    @Override
    public CatalogAnswer album(StreamingApp app, String albumId, Duration timeout) {
        return ID.matcher(albumId).matches()
                ? get(app, "/albums/" + albumId, FormParameters.none(), timeout)
                : new CatalogAnswer.Found(List.of());
    }

    @Override
    public CatalogAnswer albumsOf(StreamingApp app, String artistId, Duration timeout) {
        return ID.matcher(artistId).matches()
                ? get(
                        app,
                        "/artists/" + artistId + "/albums",
                        FormParameters.none().with("limit", Integer.toString(MAX_ALBUMS_OF_ARTIST)),
                        timeout)
                : new CatalogAnswer.Found(List.of());
    }

    private CatalogAnswer get(
            StreamingApp app, String path, FormParameters query, Duration timeout) {
        try {
            String url =
                    Urls.join(apiUrl, "/v1/catalog/" + storefront + path)
                            + "?"
                            + query.with("include", "artists").encode();
            Answer answer =
                    http.send(
                            HttpRequest.newBuilder(URI.create(url))
                                    .header(
                                            "Authorization",
                                            Credentials.bearer(
                                                    developerTokens.tokenOf(
                                                            AppleMusicClient.appleMusic(app))))
                                    .GET(),
                            TimeBudget.startingNow(timeout));
            if (!answer.isSuccess()) {
                return CatalogFailures.answerOf(AppleMusicClient.failureOf(answer));
            }
            return answer.has("data")
                    ? new CatalogAnswer.Found(albums(answer))
                    : new CatalogAnswer.LookupUnavailable();
        } catch (GeneralSecurityException e) {
            return new CatalogAnswer.AccessDenied();
        } catch (IOException e) {
            return new CatalogAnswer.LookupUnavailable();
        }
    }

    private static List<CatalogAlbum> albums(Answer answer) {
        List<CatalogAlbum> albums = new ArrayList<>();
        for (int index = 0; index < answer.size("data"); index++) {
            Optional<String> id =
                    answer.text("data", index, "id").filter(AppleMusicCatalogClient::isId);
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
                            .filter(AppleMusicCatalogClient::isId);
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

    private static boolean isId(String id) {
        return ID.matcher(id).matches();
    }
}
