package dev.actionflows.domain.matching;

import dev.actionflows.domain.project.Artist;
import dev.actionflows.domain.project.ServiceId;
import dev.actionflows.domain.project.ServiceId.NotFoundReason;
import dev.actionflows.domain.streaming.CatalogAlbum;
import dev.actionflows.domain.streaming.CatalogAlbum.CatalogArtist;
import dev.actionflows.domain.streaming.CatalogAnswer;
import dev.actionflows.domain.streaming.StreamingProvider;
import dev.actionflows.domain.streaming.Upc;

import java.text.Normalizer;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Searches an artist at the services where the artist has no id: through an album of the artist at
 * a service with an id, which has the same UPC at both services. A name alone proves nothing, since
 * different artists have the same one; between the few artists of one album, it decides.
 */
final class ArtistSearch {
    private final CatalogLookups lookups;

    ArtistSearch(CatalogLookups lookups) {
        this.lookups = lookups;
    }

    Map<StreamingProvider, SearchResult> search(Artist artist) {
        Map<StreamingProvider, SearchResult> results = new EnumMap<>(StreamingProvider.class);
        for (StreamingProvider provider : artist.serviceIds().pending()) {
            results.put(
                    provider,
                    lookups.hasApp(provider)
                            ? at(provider, artist)
                            : SearchResult.noAccess(ServiceId.NoAccessReason.NO_APP));
        }
        return results;
    }

    private SearchResult at(StreamingProvider provider, Artist artist) {
        SearchResult result = SearchResult.notFound(NotFoundReason.NO_COMMON_ALBUM);
        for (StreamingProvider source : StreamingProvider.values()) {
            Optional<String> id = artist.providerIds().at(source);
            if (id.isEmpty() || !lookups.hasApp(source)) {
                continue;
            }
            CatalogAnswer answer =
                    lookups.ask(source, (in, app, time) -> in.albumsOf(app, id.get(), time));
            result =
                    switch (answer) {
                        case CatalogAnswer.Found(List<CatalogAlbum> albums) ->
                                through(albums, id.get(), provider);
                        // the service that is searched has rejected nothing
                        case CatalogAnswer.AccessDenied() ->
                                SearchResult.notFound(NotFoundReason.NO_COMMON_ALBUM);
                        case CatalogAnswer.LookupLimited _, CatalogAnswer.LookupUnavailable _ ->
                                SearchResult.of(answer);
                    };
            if (result instanceof SearchResult.Concluded(ServiceId.Matched _)) {
                return result;
            }
        }
        return result;
    }

    /**
     * @param id the artist's id at the service of these albums
     * @param provider the other service
     */
    private SearchResult through(List<CatalogAlbum> albums, String id, StreamingProvider provider) {
        Map<String, ServiceId.Candidate> candidates = new LinkedHashMap<>();
        for (CatalogAlbum album : albums) {
            if (album.upc().isEmpty() || album.artists().stream().noneMatch(it -> isAt(id, it))) {
                continue;
            }
            Upc upc = album.upc().get();
            CatalogAnswer answer =
                    lookups.ask(provider, (in, app, time) -> in.albumsWith(app, upc, time));
            if (!(answer instanceof CatalogAnswer.Found(List<CatalogAlbum> same))) {
                return SearchResult.of(answer);
            }
            for (CatalogAlbum other : same) {
                Optional<CatalogArtist> artist = sameArtist(album, id, other);
                if (artist.isPresent()) {
                    return new SearchResult.Concluded(new ServiceId.Matched(artist.get().id()));
                }
                other.artists()
                        .forEach(
                                it ->
                                        candidates.putIfAbsent(
                                                it.id(),
                                                new ServiceId.Candidate(
                                                        it.id(), other.title(), it.name())));
            }
        }
        return candidates.isEmpty()
                ? SearchResult.notFound(NotFoundReason.NO_COMMON_ALBUM)
                : new SearchResult.Concluded(
                        new ServiceId.Ambiguous(List.copyOf(candidates.values())));
    }

    /** The artist among those of the same album at the other service, if that is certain. */
    private static Optional<CatalogArtist> sameArtist(
            CatalogAlbum album, String id, CatalogAlbum other) {
        List<String> names =
                album.artists().stream()
                        .filter(it -> isAt(id, it))
                        .map(it -> comparable(it.name()))
                        .toList();
        List<CatalogArtist> sameName =
                other.artists().stream()
                        .filter(it -> names.contains(comparable(it.name())))
                        .toList();
        return sameName.size() == 1 ? Optional.of(sameName.getFirst()) : Optional.empty();
    }

    private static boolean isAt(String id, CatalogArtist artist) {
        return artist.id().equals(id);
    }

    private static String comparable(String name) {
        return Normalizer.normalize(name.strip(), Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
    }
}
