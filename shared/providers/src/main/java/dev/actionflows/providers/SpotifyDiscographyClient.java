package dev.actionflows.providers;

import dev.actionflows.domain.detection.AlbumKind;
import dev.actionflows.domain.detection.DiscographyAnswer;
import dev.actionflows.domain.detection.ListedAlbum;
import dev.actionflows.domain.detection.StreamingDiscography;
import dev.actionflows.domain.project.ReleaseDate;
import dev.actionflows.domain.streaming.CatalogAnswer;
import dev.actionflows.domain.streaming.StreamingApp;
import dev.actionflows.domain.streaming.StreamingProvider;
import dev.actionflows.providers.SpotifyCatalogRequests.LookupFailedException;
import dev.actionflows.providers.SpotifyCatalogRequests.OneLookup;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An artist's albums in Spotify's catalog, with the app's own token: first the group of the albums,
 * then the group of the singles and EPs. Within a group, the newest are first.
 *
 * <p>Sources at developer.spotify.com/documentation/web-api: "Get Artist's Albums" ({@code
 * include_groups}; at most 10 albums on a page; {@code release_date} is a day, a month or a year,
 * as {@code release_date_precision} says; the simplified albums have no {@code external_ids}) and
 * "Client credentials flow". The reference does not promise the order; Spotify's answer in
 * github.com/spotify/web-api, issue 359, does, and issue 1002 says that it is kept in each group.
 */
public final class SpotifyDiscographyClient implements StreamingDiscography {
    /** The largest page. */
    private static final int ALBUMS_OF_PAGE = 10;

    private final SpotifyCatalogRequests catalog;

    /**
     * @param http must not follow redirects, see {@link HttpClients}
     * @param apiUrl {@code https://api.spotify.com}
     * @param accountsUrl {@code https://accounts.spotify.com}
     * @param time limits the lifetime of access tokens
     */
    public SpotifyDiscographyClient(
            HttpClient http, URI apiUrl, URI accountsUrl, InstantSource time) {
        this.catalog = new SpotifyCatalogRequests(http, apiUrl, accountsUrl, time);
    }

    @Override
    public StreamingProvider provider() {
        return StreamingProvider.SPOTIFY;
    }

    @Override
    public DiscographyAnswer page(
            StreamingApp app, String artistId, Optional<String> cursor, Duration timeout) {
        Page page = cursor.map(Page::parse).orElse(Page.FIRST);
        Set<String> ids = SpotifyCatalogAnswers.ids(artistId, SpotifyCatalogAnswers.ARTIST);
        return ids.isEmpty()
                ? notListed()
                : catalog.answer(
                        app,
                        timeout,
                        requests -> page(requests, ids.iterator().next(), page),
                        SpotifyDiscographyClient::failed);
    }

    private static DiscographyAnswer page(OneLookup requests, String artist, Page page)
            throws IOException, LookupFailedException {
        Answer answer = requests.get("/v1/artists/%s/albums?%s".formatted(artist, page.query()));
        if (SpotifyCatalogRequests.isNoSuchId(answer)) {
            return notListed();
        }
        SpotifyCatalogRequests.having(SpotifyCatalogRequests.required(answer), "items");
        boolean goesOn = answer.has("next");
        if (goesOn && answer.size("items") == 0) {
            // of what follows, nothing is known
            return notListed();
        }
        return new DiscographyAnswer.Listed(
                albums(answer, page.kind()),
                (goesOn ? Optional.of(page.following()) : page.ofNextGroup()).map(Page::cursor),
                page.ofNextGroup().map(Page::cursor));
    }

    /** An artist who does not exist for a moment, or a parameter that is not valid any more. */
    private static DiscographyAnswer notListed() {
        return new DiscographyAnswer.NotListed(new CatalogAnswer.LookupUnavailable());
    }

    /** That a token cannot be found says nothing about the artist. */
    private static DiscographyAnswer failed(CatalogAnswer why) {
        return new DiscographyAnswer.NotListed(
                why instanceof CatalogAnswer.Found ? new CatalogAnswer.LookupUnavailable() : why);
    }

    private static List<ListedAlbum> albums(Answer answer, AlbumKind kind) {
        List<ListedAlbum> albums = new ArrayList<>();
        for (int index = 0; index < answer.size("items"); index++) {
            Optional<String> id =
                    answer.text("items", index, "id").filter(SpotifyCatalogAnswers::isId);
            Optional<ReleaseDate> date =
                    answer.text("items", index, "release_date")
                            .flatMap(it -> ReleaseDate.parse(it, ReleaseDate.DEFAULT_ZONE));
            if (id.isPresent() && date.isPresent()) {
                albums.add(
                        new ListedAlbum(
                                SpotifyCatalogAnswers.ALBUM + id.get(),
                                answer.text("items", index, "name").orElse(""),
                                artists(answer, index),
                                kind,
                                date.get(),
                                Optional.empty()));
            }
        }
        return albums;
    }

    private static String artists(Answer answer, int album) {
        List<String> names = new ArrayList<>();
        for (int index = 0; index < answer.size("items", album, "artists"); index++) {
            answer.text("items", album, "artists", index, "name").ifPresent(names::add);
        }
        return String.join(", ", names);
    }

    /**
     * A page of the list.
     *
     * @param kind of the albums in its group
     */
    private record Page(AlbumKind kind, int offset) {
        static final Page FIRST = new Page(AlbumKind.ALBUM, 0);

        private static final Pattern CURSOR = Pattern.compile("(album|single):([0-9]{1,9})");

        static Page parse(String cursor) {
            Matcher matcher = CURSOR.matcher(cursor);
            if (!matcher.matches()) {
                throw new IllegalArgumentException("not a cursor of this list: " + cursor);
            }
            return new Page(
                    AlbumKind.valueOf(matcher.group(1).toUpperCase(Locale.ROOT)),
                    Integer.parseInt(matcher.group(2)));
        }

        String cursor() {
            return group() + ":" + offset;
        }

        Page following() {
            return new Page(kind, offset + ALBUMS_OF_PAGE);
        }

        Optional<Page> ofNextGroup() {
            return switch (kind) {
                case ALBUM -> Optional.of(new Page(AlbumKind.SINGLE, 0));
                case SINGLE -> Optional.empty();
            };
        }

        String query() {
            return FormParameters.none()
                    .with("include_groups", group())
                    .with("limit", Integer.toString(ALBUMS_OF_PAGE))
                    .with("offset", Integer.toString(offset))
                    .encode();
        }

        private String group() {
            return kind.name().toLowerCase(Locale.ROOT);
        }
    }
}
