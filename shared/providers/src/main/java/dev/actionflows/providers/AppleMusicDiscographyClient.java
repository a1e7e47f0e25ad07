package dev.actionflows.providers;

import dev.actionflows.domain.detection.AlbumKind;
import dev.actionflows.domain.detection.DiscographyAnswer;
import dev.actionflows.domain.detection.ListedAlbum;
import dev.actionflows.domain.detection.StreamingDiscography;
import dev.actionflows.domain.project.ReleaseDate;
import dev.actionflows.domain.streaming.CatalogAnswer;
import dev.actionflows.domain.streaming.StreamingApp;
import dev.actionflows.domain.streaming.StreamingProvider;
import dev.actionflows.domain.streaming.Upc;

import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An artist's albums in Apple Music's catalog, in one storefront, with the developer token alone:
 * one list of all kinds, in no documented order, with announced albums.
 *
 * <p>Sources at developer.apple.com/documentation/applemusicapi: "Get a Catalog Artist's
 * Relationship Directly by Name", "Artists.Relationships.ArtistsAlbumsRelationship" (at most 100
 * albums on a page), "Fetching Resources by Page" ({@code next}, a path with the {@code offset} of
 * the next page) and "Albums.Attributes" ({@code releaseDate} is a day or a year; that of an
 * announced album can be in the future; {@code isSingle}). No attribute says that an album is an
 * EP; its name does, as Apple Music shows it.
 */
public final class AppleMusicDiscographyClient implements StreamingDiscography {
    /** The largest page. Without their tracks, so many albums are far below the limit of a body. */
    private static final int ALBUMS_OF_PAGE = 100;

    private static final Pattern CURSOR = Pattern.compile("[0-9]{1,9}");
    private static final Pattern OFFSET =
            Pattern.compile("[^?]*\\?(?:.*&)?offset=([0-9]{1,9})(?:&.*)?");
    private static final List<String> ENDINGS_OF_SINGLES = List.of(" - Single", " - EP");

    private final AppleMusicCatalogRequests catalog;

    /**
     * @param http must not follow redirects, see {@link HttpClients}
     * @param apiUrl {@code https://api.music.apple.com}
     * @param storefront an ISO 3166-1 alpha-2 country code in lower case
     * @param time limits the lifetime of developer tokens
     */
    public AppleMusicDiscographyClient(
            HttpClient http, URI apiUrl, String storefront, InstantSource time) {
        this.catalog = new AppleMusicCatalogRequests(http, apiUrl, storefront, time);
    }

    @Override
    public StreamingProvider provider() {
        return StreamingProvider.APPLE_MUSIC;
    }

    @Override
    public DiscographyAnswer page(
            StreamingApp app, String artistId, Optional<String> cursor, Duration timeout) {
        int offset = cursor.map(AppleMusicDiscographyClient::offsetOf).orElse(0);
        return AppleMusicCatalogRequests.isId(artistId)
                ? catalog.get(
                        app,
                        "/artists/" + artistId + "/albums",
                        FormParameters.none()
                                .with("limit", Integer.toString(ALBUMS_OF_PAGE))
                                .with("offset", Integer.toString(offset)),
                        TimeBudget.startingNow(timeout),
                        answer -> listed(answer, offset),
                        AppleMusicDiscographyClient::failed)
                : failed(new CatalogAnswer.LookupUnavailable());
    }

    private static int offsetOf(String cursor) {
        if (!CURSOR.matcher(cursor).matches()) {
            throw new IllegalArgumentException("not a cursor of this list: " + cursor);
        }
        return Integer.parseInt(cursor);
    }

    /** A next page that does not follow is no answer: the list would have no end, or a gap. */
    private static DiscographyAnswer listed(Answer answer, int offset) {
        if (!answer.has("next")) {
            return new DiscographyAnswer.Listed(albums(answer), Optional.empty(), Optional.empty());
        }
        Optional<String> next =
                answer.text("next")
                        .map(OFFSET::matcher)
                        .filter(Matcher::matches)
                        .map(it -> Integer.parseInt(it.group(1)))
                        .filter(it -> it > offset && answer.size("data") > 0)
                        .map(it -> Integer.toString(it));
        return next.isPresent()
                ? new DiscographyAnswer.Listed(albums(answer), next, next)
                : failed(new CatalogAnswer.LookupUnavailable());
    }

    /** That there is no such artist may be so for a moment. */
    private static DiscographyAnswer failed(CatalogAnswer why) {
        return new DiscographyAnswer.NotListed(
                why instanceof CatalogAnswer.Found ? new CatalogAnswer.LookupUnavailable() : why);
    }

    private static List<ListedAlbum> albums(Answer answer) {
        List<ListedAlbum> albums = new ArrayList<>();
        for (int index = 0; index < answer.size("data"); index++) {
            Optional<String> id =
                    answer.text("data", index, "id").filter(AppleMusicCatalogRequests::isId);
            Optional<ReleaseDate> date =
                    answer.text("data", index, "attributes", "releaseDate")
                            .flatMap(it -> ReleaseDate.parse(it, ReleaseDate.DEFAULT_ZONE));
            String name = answer.text("data", index, "attributes", "name").orElse("");
            boolean isSingle = answer.isTrue("data", index, "attributes", "isSingle");
            if (id.isPresent() && date.isPresent()) {
                albums.add(
                        new ListedAlbum(
                                id.get(),
                                name,
                                answer.text("data", index, "attributes", "artistName").orElse(""),
                                isSingle ? AlbumKind.SINGLE : kindOf(name),
                                date.get(),
                                answer.text("data", index, "attributes", "upc")
                                        .flatMap(Upc::parse)));
            }
        }
        return albums;
    }

    private static AlbumKind kindOf(String name) {
        return ENDINGS_OF_SINGLES.stream().anyMatch(name::endsWith)
                ? AlbumKind.SINGLE
                : AlbumKind.ALBUM;
    }
}
