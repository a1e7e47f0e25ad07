package dev.actionflows.domain.detection;

import static java.util.Comparator.comparing;

import dev.actionflows.domain.streaming.CatalogAnswer;
import dev.actionflows.domain.streaming.StreamingApp;
import dev.actionflows.domain.streaming.StreamingProvider;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An in-memory list of artists' albums at a streaming service. Spotify lists the albums and then
 * the singles, the newest of each first and all without a UPC; Apple Music lists all together, in
 * the order in which they were added. Thread-safe.
 */
public final class InMemoryStreamingDiscography implements StreamingDiscography {
    private static final int ALBUMS_OF_PAGE = 10;
    private static final Pattern CURSOR = Pattern.compile("(album|single|all):([0-9]{1,9})");

    private final StreamingProvider provider;
    private final int albumsOfPage;
    private final Map<String, List<ListedAlbum>> albums = new HashMap<>();
    private final Deque<DiscographyAnswer> script = new ArrayDeque<>();
    private int requests;

    /** With ten albums on a page. */
    public InMemoryStreamingDiscography(StreamingProvider provider) {
        this(provider, ALBUMS_OF_PAGE);
    }

    public InMemoryStreamingDiscography(StreamingProvider provider, int albumsOfPage) {
        this.provider = provider;
        this.albumsOfPage = albumsOfPage;
    }

    /** Adds albums of the artist, who is known from then on. */
    public synchronized InMemoryStreamingDiscography lists(String artistId, ListedAlbum... more) {
        albums.computeIfAbsent(artistId, _ -> new ArrayList<>()).addAll(List.of(more));
        return this;
    }

    /** The next requests get these answers, in this order. */
    public synchronized InMemoryStreamingDiscography answers(DiscographyAnswer... answers) {
        script.addAll(List.of(answers));
        return this;
    }

    /** The number of requests so far. */
    public synchronized int requests() {
        return requests;
    }

    @Override
    public StreamingProvider provider() {
        return provider;
    }

    @Override
    public synchronized DiscographyAnswer page(
            StreamingApp app, String artistId, Optional<String> cursor, Duration timeout) {
        List<String> groups =
                switch (provider) {
                    case SPOTIFY -> List.of("album", "single");
                    case APPLE_MUSIC -> List.of("all");
                };
        Matcher matcher = CURSOR.matcher(cursor.orElse(groups.getFirst() + ":0"));
        if (!matcher.matches() || !groups.contains(matcher.group(1))) {
            throw new IllegalArgumentException("not a cursor of this list: " + cursor);
        }
        requests++;
        DiscographyAnswer scripted = script.poll();
        if (scripted != null) {
            return scripted;
        }
        List<ListedAlbum> all = albums.get(artistId);
        if (all == null) {
            return new DiscographyAnswer.NotListed(new CatalogAnswer.LookupUnavailable());
        }
        String group = matcher.group(1);
        int offset = Integer.parseInt(matcher.group(2));
        List<ListedAlbum> ofGroup = ofGroup(all, group);
        Optional<String> following =
                offset + albumsOfPage < ofGroup.size()
                        ? Optional.of(group + ":" + (offset + albumsOfPage))
                        : Optional.empty();
        Optional<String> nextGroup =
                groups.stream().skip(groups.indexOf(group) + 1L).map(it -> it + ":0").findFirst();
        return new DiscographyAnswer.Listed(
                ofGroup.stream().skip(offset).limit(albumsOfPage).toList(),
                following.or(() -> nextGroup),
                groups.size() == 1 ? following : nextGroup);
    }

    private static List<ListedAlbum> ofGroup(List<ListedAlbum> all, String group) {
        return group.equals("all")
                ? all
                : all.stream()
                        .filter(it -> it.kind().name().toLowerCase(Locale.ROOT).equals(group))
                        .sorted(comparing((ListedAlbum it) -> it.date().first()).reversed())
                        .map(InMemoryStreamingDiscography::withoutUpc)
                        .toList();
    }

    private static ListedAlbum withoutUpc(ListedAlbum album) {
        return new ListedAlbum(
                album.id(),
                album.title(),
                album.artistName(),
                album.kind(),
                album.date(),
                Optional.empty());
    }
}
